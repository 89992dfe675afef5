# expect: failed
# because: x was made again after the rule, so g hangs on the old one
# told: g should be computed from this x
import keras

x = keras.Input(shape=(None, None, 1))
low = keras.ops.min(x, axis=(1, 2, 3), keepdims=True)
high = keras.ops.max(x, axis=(1, 2, 3), keepdims=True)
g = (x - low) / (high - low)
x = keras.Input(shape=(None, None, 1))
