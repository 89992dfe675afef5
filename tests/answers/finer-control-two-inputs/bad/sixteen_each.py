# expect: failed
# because: 16 units a branch instead of 8
# told: their own Dense layer, of 8 units
import keras
from keras.layers import Concatenate, Dense

picture, numbers = keras.Input((64,)), keras.Input((3,))
joined = Concatenate()([Dense(16, activation="relu")(picture), Dense(16, activation="relu")(numbers)])
model = keras.Model([picture, numbers], Dense(1, activation="sigmoid")(joined))
