# attack: 512 processes by nine forks in a row, which then wait forever
# exercise: xor
# expect: failed
# stopped by: processes
# needs: nothing
import os
import time

for _ in range(9):
    os.fork()
time.sleep(600)
