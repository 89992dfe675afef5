# attack: a hundred thousand empty files
# exercise: xor
# expect: failed
# stopped by: disk
# needs: nothing
import os
import time

for number in range(100_000):
    os.close(os.open(f"f{number}", os.O_CREAT | os.O_WRONLY))
time.sleep(3)
raise SystemExit("a hundred thousand files were made")
