# attack: writes a forged success to whatever descriptor is open
# exercise: xor
# expect: failed
# stopped by: tuitutor's internal channel
# needs: nothing
import os

forged = b'{"is":"Executed","child":"c1","run":"c1.2","outcome":"ok","seconds":0.1,"error":null}\n'
graded = b'{"is":"Graded","grade":{"verdict":"passed"}}\n'
for fd in range(3, 256):
    try:
        os.write(fd, forged + graded)
    except OSError:
        pass
# honest
