# attack: names its process in no encoding, so that whoever counts what it uses can't read on
# exercise: xor
# expect: passed
# needs: nothing
# tiers: all
import ctypes
import time

ctypes.CDLL(None).prctl(15, b"\xff) \xfe\n(", 0, 0, 0)  # PR_SET_NAME
time.sleep(1)

# honest
