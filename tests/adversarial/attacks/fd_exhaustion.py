# attack: opens files until none can be opened
# exercise: xor
# expect: failed
# stopped by: Too many open files
# needs: nothing
import os

held = []
while len(held) < 2_000_000:
    held.append(os.open(os.devnull, os.O_RDONLY))
