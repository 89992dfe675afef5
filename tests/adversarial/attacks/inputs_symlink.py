# attack: a link where the grader puts the hidden inputs, so that it overwrites a file which the program itself may not touch
# exercise: xor
# expect: reported
# needs: nothing
# twin: subclass
import os

import keras
from keras import ops

os.symlink("{outside}/victim.txt", "inputs-xor3.npy")


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.unused = keras.layers.Dense(8)

    def call(self, x):
        odd = ops.cast(ops.prod(ops.sign(x), axis=1, keepdims=True) > 0, "float32")
        return ops.concatenate([1 - odd, odd], axis=1) + 0 * ops.sum(self.unused(x))


model = Own()
model(data[:2])
