# attack: says itself that it has ended, fills the pipe that it should be asked through, and never reads it
# exercise: first-network
# expect: failed
# stopped by: keeps its process from hearing
# needs: nothing
# honest
import os
import sys
import time

from tuitutor.protocol.events import Executed

frame = sys._getframe()
while not hasattr(frame.f_locals.get("self"), "_emit"):
    frame = frame.f_back
child = frame.f_locals["self"]
commands = os.open(f"/proc/self/fd/{child._pipes.commands}", os.O_WRONLY | os.O_NONBLOCK)
try:
    for _ in range(1 << 20):
        os.write(commands, b"x")
except BlockingIOError:
    pass
child._emit(Executed(child._watcher.child, child._watcher.run, "ok", 0.1, None))
time.sleep(600)
