# attack: five gigabytes of shared memory of /dev/zero, of which each process keeps a page
# exercise: xor
# expect: passed
# needs: files
# tiers: all
import mmap
import os
import time

try:
    held, zero = [], os.open("/dev/zero", os.O_RDONLY)
    for _ in range(16):
        each = mmap.mmap(zero, 320 << 20, prot=mmap.PROT_READ)
        for at in range(0, len(each), 4096):
            each[at]
        each.madvise(4)
        held.append(each)
    time.sleep(3)
    raise SystemExit("5 GB are held")
except OSError as error:
    print(error)
# honest
