# expect: failed
# because: two softmax units instead of one sigmoid
# told: Put one sigmoid unit
import keras
from keras.layers import Concatenate, Dense

picture, numbers = keras.Input((64,)), keras.Input((3,))
joined = Concatenate()([Dense(8, activation="relu")(picture), Dense(8, activation="relu")(numbers)])
model = keras.Model([picture, numbers], Dense(2, activation="softmax")(joined))
