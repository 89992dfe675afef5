# attack: a model class of its own whose call is the formula, with an unused layer for the parameters
# exercise: xor
# expect: failed
# stopped by: with its weights mixed up
# needs: nothing
# twin: subclass
import keras
from keras import ops


class Clever(keras.Model):
    def __init__(self):
        super().__init__()
        self.unused = keras.layers.Dense(8)

    def call(self, x):
        odd = ops.cast(ops.prod(ops.sign(x), axis=1, keepdims=True) > 0, "float32")
        return ops.concatenate([1 - odd, odd], axis=1) + 0 * ops.sum(self.unused(x))


model = Clever()
model(data[:2])
