# attack: a thread goes on saying that the run has finished, long after it has
# exercise: xor
# expect: failed
# stopped by: tuitutor's internal channel
# needs: nothing
import sys
import threading
import time

frame = sys._getframe()
while "request" not in frame.f_locals:
    frame = frame.f_back
child, request = frame.f_locals["self"], frame.f_locals["request"]
finished = sys.modules["tuitutor.protocol.events"].Executed(request.child, request.run, "ok", 0.1)


def go_on():
    while "history" not in child._sources.namespace:
        time.sleep(0.01)
    time.sleep(0.05)
    for _ in range(1000):
        child._emit(finished)
        time.sleep(0.01)


threading.Thread(target=go_on, daemon=True).start()
# honest
