# attack: eight children that each eat less than the limit of one process, five gigabytes together
# exercise: xor
# expect: failed
# stopped by: memory limit
# needs: nothing
import os
import time

for _ in range(8):
    if os.fork() == 0:
        eaten = []
        for _ in range(10):
            eaten.append(bytearray(b"x") * (64 << 20))
            time.sleep(0.05)
        time.sleep(60)
        os._exit(0)
time.sleep(60)
