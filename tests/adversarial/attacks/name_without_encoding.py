# attack: gives its process a name that isn't text, so that reading what it uses fails
# exercise: xor
# expect: passed
# needs: nothing
# tiers: all
import ctypes
import time

ctypes.CDLL(None).prctl(15, b"\xff) \xfe\n(", 0, 0, 0)  # PR_SET_NAME
time.sleep(1)

# honest
