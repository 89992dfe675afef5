# attack: leaves behind the interpreter's back, with success
# exercise: xor
# expect: failed
# stopped by: ended Python, with status 0
# needs: nothing
import os

os._exit(0)
# honest
