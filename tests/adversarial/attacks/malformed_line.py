# attack: half a success, cut off in the middle of a line
# exercise: xor
# expect: failed
# stopped by: tuitutor's internal channel
# needs: nothing
import os
import sys

frame = sys._getframe()
while "request" not in frame.f_locals:
    frame = frame.f_back
os.write(frame.f_locals["self"]._pipes.events, b'{"is":"Executed","child":"c1","outcome":"ok\n\xff\xfe\n')
# honest
