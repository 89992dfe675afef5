# attack: becomes another program, which says that all is well and leaves with success
# exercise: xor
# expect: failed
# stopped by: ended Python, with status 0
# needs: nothing
import os
import sys

os.execv(sys.executable, [sys.executable, "-S", "-c", "print('passed: 5 of 5 checks')"])
# honest
