# expect: failed
# because: darkest and brightest of the whole batch
# told: of each picture, or of the whole batch
import keras
import numpy as np

x = keras.Input(shape=(None, None, 1))
g = (x - keras.ops.min(x)) / (keras.ops.max(x) - keras.ops.min(x))
