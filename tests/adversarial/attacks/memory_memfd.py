# attack: memory files that nobody has mapped, so that no process's memory shows them
# exercise: xor
# expect: failed
# stopped by: disk
# needs: nothing
import os
import time

block, made = b"x" * (32 << 20), []
for number in range(160):
    fd = os.memfd_create(f"m{number}")
    os.write(fd, block)
    made.append(fd)
    time.sleep(0.02)
raise SystemExit(f"{len(made) * 32} MB are in files of memory")
