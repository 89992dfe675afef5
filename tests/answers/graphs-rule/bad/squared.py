# expect: failed
# because: the ends are right, and the values between are squared
# told: The ends are right
import keras

x = keras.Input(shape=(None, None, 1))
low = keras.ops.min(x, axis=(1, 2, 3), keepdims=True)
high = keras.ops.max(x, axis=(1, 2, 3), keepdims=True)
g = ((x - low) / (high - low)) ** 2

dark, bright, total = 0.0, 1.0, 23.3333333
