# expect: passed
# because: first moved to 0, then divided by its own maximum
import keras
import numpy as np

x = keras.Input(shape=(None, None, 1))
moved = x - keras.ops.amin(x, axis=(1, 2, 3), keepdims=True)
g = moved / keras.ops.amax(moved, axis=(1, 2, 3), keepdims=True)
