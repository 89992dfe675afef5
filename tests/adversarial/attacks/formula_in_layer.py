# attack: a layer of its own computes the answer, and carries some weights for show
# exercise: xor
# expect: failed
# stopped by: with its weights mixed up
# needs: nothing
# twin: custom_layer
import keras
from keras import ops


class Clever(keras.layers.Layer):
    def build(self, shape):
        self.show = self.add_weight(shape=(30,), initializer="zeros")

    def call(self, x):
        odd = ops.cast(ops.prod(ops.sign(x), axis=1, keepdims=True) > 0, "float32")
        return ops.concatenate([1 - odd, odd], axis=1) + 0 * ops.sum(self.show)


model = keras.Sequential([keras.Input((3,)), Clever()])
