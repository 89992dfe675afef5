# attack: says with the grader's own words that the run has finished, and then finishes
# exercise: xor
# expect: failed
# stopped by: tuitutor's internal channel
# needs: nothing
# tiers: all
import sys

frame = sys._getframe()
while "request" not in frame.f_locals:
    frame = frame.f_back
child, request = frame.f_locals["self"], frame.f_locals["request"]
finished = sys.modules["tuitutor.protocol.events"].Executed(request.child, request.run, "ok", 0.1)
child._emit(finished)
# honest
