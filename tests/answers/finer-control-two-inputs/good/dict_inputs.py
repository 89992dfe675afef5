# expect: passed
# because: inputs as a dictionary, activations as layers of their own
import keras
from keras.layers import Activation, Concatenate, Dense

picture = keras.Input(shape=(64,), name="picture")
numbers = keras.Input(shape=(3,), name="numbers")
branches = [Activation("relu")(Dense(8)(each)) for each in (picture, numbers)]
answer = Dense(1, activation="sigmoid")(Concatenate(axis=-1)(branches))
model = keras.Model({"picture": picture, "numbers": numbers}, answer)
