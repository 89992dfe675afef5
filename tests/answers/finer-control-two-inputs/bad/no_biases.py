# expect: failed
# because: the layers of the branches have no biases
# told: Does each layer have its biases
import keras
from keras.layers import Concatenate, Dense

picture, numbers = keras.Input((64,)), keras.Input((3,))
branches = [Dense(8, activation="relu", use_bias=False)(each) for each in (picture, numbers)]
model = keras.Model([picture, numbers], Dense(1, activation="sigmoid")(Concatenate()(branches)))
