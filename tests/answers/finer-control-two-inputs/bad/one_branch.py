# expect: failed
# because: the three numbers have no layer of their own
# told: their own Dense layer, of 8 units
import keras
from keras.layers import Concatenate, Dense

picture, numbers = keras.Input((64,)), keras.Input((3,))
joined = Concatenate()([Dense(8, activation="relu")(picture), numbers])
model = keras.Model([picture, numbers], Dense(1, activation="sigmoid")(joined))
