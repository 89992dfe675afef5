# expect: failed
# because: without keepdims, the last axis is left, and broadcasting takes it for one of the picture's
# told: broadcasting pairs the wrong ones
import keras

x = keras.Input(shape=(None, None, 1))
darkest = keras.ops.min(x, axis=(1, 2))
brightest = keras.ops.max(x, axis=(1, 2))
g = (x - darkest) / (brightest - darkest)
