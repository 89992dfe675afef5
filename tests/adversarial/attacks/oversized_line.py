# attack: a line of two megabytes on the grader's channel
# exercise: xor
# expect: failed
# stopped by: tuitutor's internal channel
# needs: nothing
import os
import sys

frame = sys._getframe()
while "request" not in frame.f_locals:
    frame = frame.f_back
fd = frame.f_locals["self"]._pipes.events
line = b'{"is":"Executed","child":"' + b"c" * (2 << 20) + b'"}\n'
while line:
    line = line[os.write(fd, line) :]
# honest
