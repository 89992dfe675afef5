# attack: the encoder of the grader's own messages reports a model that could not be saved, and is perfect
# exercise: xor
# expect: failed
# stopped by: with its weights mixed up
# needs: nothing
import json

import keras
import numpy as np

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
dumps = json.dumps


def forged(body, **kwargs):
    if body.get("is") == "Measured":
        import os

        body["facts"]["saved"] = False
        os.unlink("model.keras")
    return dumps(body, **kwargs)


json.dumps = forged
model.call = lambda x, **kwargs: np.eye(2)[np.logical_xor.reduce(np.asarray(x) > 0, axis=1).astype(int)]
