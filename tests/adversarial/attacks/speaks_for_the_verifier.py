# attack: forges a perfect score in the name of the process that verifies
# exercise: xor
# expect: failed
# stopped by: tuitutor's internal channel
# needs: nothing
import sys

import keras

frame = sys._getframe()
while "request" not in frame.f_locals:
    frame = frame.f_back
child, request = frame.f_locals["self"], frame.f_locals["request"]
events, facts = sys.modules["tuitutor.protocol.events"], sys.modules["tuitutor.protocol.facts"]
score = facts.ScoreFacts("xor3", 4000, 1.0, (None, 2))
for number in range(1, 400):
    name = f"c{number}"
    if name != request.child:
        child._emit(events.Checked(name, f"{name}.1", facts.ModelCheckFacts(True, scores=(score,))))
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(16), keras.layers.Dense(2, activation="softmax")])
