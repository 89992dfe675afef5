# expect: passed
# because: a layer of one's own holds the rule; bytes come in
import keras
from keras import ops


class Stretch(keras.layers.Layer):
    def call(self, pictures):
        pictures = ops.cast(pictures, "float32")
        flat = ops.reshape(pictures, (ops.shape(pictures)[0], -1))
        low, high = ([ops.min(flat, axis=1), ops.max(flat, axis=1)])
        low, high = low[:, None, None, None], high[:, None, None, None]
        return ops.divide_no_nan(pictures - low, high - low)


x = keras.Input(shape=(None, None, 1), name="pictures", dtype="uint8")
g = Stretch()(x)
