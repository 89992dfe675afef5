# attack: a folder 30,000 levels deep, which no path leads to, and a gigabyte in it
# exercise: xor
# expect: failed
# stopped by: limit of
# needs: nothing
# tiers: all
import os
import time

here = os.open(".", os.O_RDONLY)
for level in range(30_000):
    os.mkdir("d", dir_fd=here)
    below = os.open("d", os.O_RDONLY, dir_fd=here)
    os.close(here)
    here = below
block = b"x" * (1 << 20)
for number in range(1000):
    fd = os.open(str(number), os.O_CREAT | os.O_WRONLY, dir_fd=here)
    os.write(fd, block)
    os.close(fd)
time.sleep(3)
raise SystemExit("a gigabyte lies 30,000 levels deep")
