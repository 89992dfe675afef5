# expect: failed
# because: another function bends the picture's branch
# told: with relu
import keras
from keras.layers import Concatenate, Dense

picture, numbers = keras.Input((64,)), keras.Input((3,))
joined = Concatenate()([Dense(8, activation="tanh")(picture), Dense(8, activation="relu")(numbers)])
model = keras.Model([picture, numbers], Dense(1, activation="sigmoid")(joined))
