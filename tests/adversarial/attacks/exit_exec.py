# attack: becomes another program, which says that all is well and leaves with success
# exercise: xor
# expect: failed
# stopped by: ended Python itself, with status 0
# needs: nothing
import os
import sys

forged = """
import os
line = b'{"is":"Executed","child":"c1","run":"c1.2","outcome":"ok","seconds":0.1,"error":null}\\n'
for fd in range(1, 64):
    try:
        os.write(fd, line)
    except OSError:
        pass
"""
os.execv(sys.executable, [sys.executable, "-S", "-c", forged])
# honest
