# expect: failed
# because: darkest and brightest of each column of pixels
# told: serve all pixels of a picture
import keras
import numpy as np

x = keras.Input(shape=(None, None, 1))
darkest = keras.ops.min(x, axis=1, keepdims=True)
brightest = keras.ops.max(x, axis=1, keepdims=True)
g = (x - darkest) / (brightest - darkest)
