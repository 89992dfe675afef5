# attack: prints forever on standard error, without a line's end, past every buffer
# exercise: xor
# expect: failed
# stopped by: was printed
# needs: nothing
import os

while True:
    os.write(2, b"x" * 65536)
