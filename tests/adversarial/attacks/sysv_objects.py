# attack: reads and removes a piece of System V memory, and a message queue, that another program of the user's has made
# exercise: first-network
# expect: passed
# needs: network
# tiers: all
import ctypes
import platform

x86 = platform.machine() == "x86_64"
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
address = libc.syscall(30 if x86 else 196, {memory}, None, 0o10000)
if address > 0:
    print(ctypes.string_at(address, 100))
libc.syscall(31 if x86 else 195, {memory}, 0, None)
libc.syscall(241 if x86 else 181, b"{mark}")
# honest
