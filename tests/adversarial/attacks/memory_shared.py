# attack: five gigabytes of shared memory, filled by children of which each lets go of its share at once
# exercise: xor
# expect: passed
# needs: network
# tiers: all
import mmap
import os
import time

MADV_DONTNEED = 4
try:
    held = []
    for _ in range(16):
        each = mmap.mmap(-1, 320 << 20)
        held.append(each)
        if os.fork() == 0:
            for at in range(0, len(each), 8 << 20):
                each[at : at + (8 << 20)] = b"x" * (8 << 20)
                each.madvise(MADV_DONTNEED, at, 8 << 20)
            os._exit(0)
        os.wait()
    time.sleep(3)
    raise SystemExit("5 GB are held")
except OSError as error:
    print(error)
# honest
