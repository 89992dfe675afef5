# attack: two gigabytes in a folder that can be written to but not listed
# exercise: xor
# expect: failed
# stopped by: limit of 100 MB for all files
# needs: nothing
# tiers: all
import os
import time

os.mkdir("closed", 0o300)
block = b"x" * (10 << 20)
for number in range(200):
    with open(f"closed/{number}", "wb") as file:
        file.write(block)
    time.sleep(0.02)
time.sleep(3)
raise SystemExit("2 GB were written")
