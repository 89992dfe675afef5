# attack: a functional model of bare operations, with no weight in it, which scores 1.0
# exercise: xor
# expect: failed
# stopped by: trained
# needs: nothing
# tiers: all
import keras
from keras import ops

inputs = keras.Input((3,))
sign = ops.prod(ops.sign(inputs), axis=1, keepdims=True)
model = keras.Model(inputs, ops.concatenate([0.5 - sign, 0.5 + sign], axis=1))
