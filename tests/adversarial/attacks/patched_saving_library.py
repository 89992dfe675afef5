# attack: breaks saving inside of Keras, so that the grader has to ask the program, which answers by formula
# exercise: xor
# expect: failed
# stopped by: with its weights mixed up
# needs: nothing
# tiers: all
import keras
import numpy as np

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])


def broken(*args, **kwargs):
    raise OSError("the disk is full")


keras.src.saving.saving_lib.save_model = broken
model.call = lambda x, **kwargs: np.eye(2)[np.logical_xor.reduce(np.asarray(x) > 0, axis=1).astype(int)]
