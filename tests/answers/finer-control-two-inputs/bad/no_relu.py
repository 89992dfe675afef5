# expect: failed
# because: the branches have no activation, so each of them only passes on weighted sums
# told: with relu
import keras
from keras.layers import Concatenate, Dense

picture, numbers = keras.Input((64,)), keras.Input((3,))
joined = Concatenate()([Dense(8)(picture), Dense(8)(numbers)])
model = keras.Model([picture, numbers], Dense(1, activation="sigmoid")(joined))
