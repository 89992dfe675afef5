# attack: five gigabytes of shared memory, filled by children of which each is small
# exercise: xor
# expect: failed
# stopped by: memory limit
# needs: nothing
import mmap
import os
import time

for _ in range(16):
    each = mmap.mmap(-1, 320 << 20)
    if os.fork() == 0:
        for at in range(0, len(each), 4096):
            each[at] = 1
        time.sleep(60)
        os._exit(0)
    each.close()
time.sleep(60)
