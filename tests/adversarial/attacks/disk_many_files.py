# attack: many files, none of them large, 600 megabytes together
# exercise: xor
# expect: failed
# stopped by: disk
# needs: nothing
import time

for number in range(60):
    with open(f"part{number}", "wb") as file:
        file.write(b"x" * (10 << 20))
    time.sleep(0.05)
time.sleep(10)
