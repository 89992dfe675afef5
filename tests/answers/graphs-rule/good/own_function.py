# expect: passed
# because: functions of one's own, called on the symbolic tensor, axis by axis
import keras
import numpy as np

def over_each(pick, pictures):
    rows = pick(pictures, axis=1, keepdims=True)
    return pick(rows, axis=2, keepdims=True)


def stretch(pictures):
    low, high = over_each(keras.ops.min, pictures), over_each(keras.ops.max, pictures)
    return (pictures - low) / (high - low)


x = keras.Input(shape=(None, None, 1))
g = stretch(x)
