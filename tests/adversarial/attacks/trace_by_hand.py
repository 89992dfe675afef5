# attack: says where it is itself, in a line number of 5,000 digits, and dies
# exercise: first-network
# expect: failed
# stopped by: crashed with SIGKILL
# needs: nothing
import os
import signal
import sys

frame = sys._getframe()
while not hasattr(frame.f_locals.get("self"), "_pipes"):
    frame = frame.f_back
trace = frame.f_locals["self"]._pipes.trace
for number in ("9" * 5000, "0", "-1", "1e9"):
    os.write(trace, f'Thread:\n  File "{sys._getframe().f_code.co_filename}", line {number} in f\n'.encode())
os.kill(os.getpid(), signal.SIGKILL)
