# expect: failed
# because: the rule is for one size of pictures only
# told: Does Input leave height and width open
import keras
import numpy as np

x = keras.Input(shape=(4, 6, 1))
darkest = keras.ops.min(x, axis=(1, 2, 3), keepdims=True)
brightest = keras.ops.max(x, axis=(1, 2, 3), keepdims=True)
g = (x - darkest) / (brightest - darkest)
