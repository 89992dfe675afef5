# expect: failed
# because: the raw inputs are joined first, so both share one layer
# told: their own Dense layer, of 8 units
import keras
from keras.layers import Concatenate, Dense

picture, numbers = keras.Input((64,)), keras.Input((3,))
joined = Dense(8, activation="relu")(Concatenate()([picture, numbers]))
model = keras.Model([picture, numbers], Dense(1, activation="sigmoid")(joined))
