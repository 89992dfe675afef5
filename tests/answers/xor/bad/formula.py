# expect: failed
# because: keras.ops computes the answer; the Dense layer is only there to be counted
# told: never trained
import keras
from keras import ops
from keras.layers import Dense

inputs = keras.Input((3,))
odd = ops.prod(ops.sign(inputs), axis=1, keepdims=True)
decoration = 0.0 * Dense(2)(Dense(4)(inputs))
model = keras.Model(inputs, ops.concatenate([-odd, odd], axis=1) + decoration)
