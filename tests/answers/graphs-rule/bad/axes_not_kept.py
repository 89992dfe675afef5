# expect: failed
# because: without keepdims, broadcasting compares each picture with each
# told: missed later, unless it is kept
import keras
import numpy as np

x = keras.Input(shape=(None, None, 1))
darkest = keras.ops.min(x, axis=(1, 2, 3))
brightest = keras.ops.max(x, axis=(1, 2, 3))
g = (x - darkest) / (brightest - darkest)

f = keras.Function(x, g)
two = np.array([[10, 20, 30], [100, 150, 200]], "float32")
two = two.reshape(2, 1, 3, 1)
print(x.shape, "->", g.shape)
print(np.reshape(f(two), (2, -1)))
