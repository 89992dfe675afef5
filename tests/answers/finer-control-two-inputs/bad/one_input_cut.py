# expect: failed
# because: one input of 67 numbers, cut into two
# told: a list of its two inputs
import keras
from keras.layers import Concatenate, Dense

both = keras.Input((67,))
joined = Concatenate()([Dense(8, activation="relu")(both[:, :64]), Dense(8, activation="relu")(both[:, 64:])])
model = keras.Model(both, Dense(1, activation="sigmoid")(joined))
