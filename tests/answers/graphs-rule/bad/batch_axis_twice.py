# expect: failed
# because: the batch axis is given, and Input adds another
# told: Input itself adds the first one
import keras
import numpy as np

x = keras.Input(shape=(None, None, None, 1))
darkest = keras.ops.min(x, axis=(1, 2, 3), keepdims=True)
brightest = keras.ops.max(x, axis=(1, 2, 3), keepdims=True)
g = (x - darkest) / (brightest - darkest)
