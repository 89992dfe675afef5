# attack: leaves through the C library, which no patch of os._exit sees
# exercise: xor
# expect: failed
# stopped by: ended Python, with status 0
# needs: nothing
import ctypes

ctypes.CDLL(None)._exit(0)
# honest
