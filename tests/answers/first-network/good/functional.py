# expect: passed
# because: the functional API builds the same network
import keras
from keras.layers import Dense

inputs = keras.Input(shape=(10,), name="patient")
hidden = Dense(5, activation="relu", name="hidden")(inputs)
outputs = Dense(2, activation="softmax", name="diagnosis")(hidden)
model = keras.Model(inputs, outputs)
