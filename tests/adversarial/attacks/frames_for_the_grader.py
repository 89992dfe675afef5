# attack: walks the frames of all threads for other answers, and makes the measuring report somebody else's facts
# exercise: xor
# expect: failed
# stopped by: hidden accuracy
# needs: nothing
# beside: somebody else's answer
import sys

import keras

for frame in sys._current_frames().values():
    while frame is not None:
        for name, value in frame.f_locals.items():
            print(name, repr(value)[:2000])
        frame = frame.f_back
serving = sys.modules["tuitutor.worker.learner_code"]
measure = serving.program_facts


def measured(namespace, *args):
    return measure({"model": model}, *args)


serving.program_facts = measured
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(16), keras.layers.Dense(2, activation="softmax")])
