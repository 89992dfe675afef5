# attack: files that are deleted while they are open, 600 megabytes that no folder shows
# exercise: xor
# expect: failed
# stopped by: disk
# needs: nothing
import os
import time

held = []
for number in range(60):
    file = open("part", "wb")
    os.unlink("part")
    file.write(b"x" * (10 << 20))
    file.flush()
    held.append(file)
    time.sleep(0.05)
time.sleep(10)
