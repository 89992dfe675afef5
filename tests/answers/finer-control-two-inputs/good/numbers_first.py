# expect: passed
# because: the numbers come first, and training it is allowed
import keras
import numpy as np
from keras.layers import Concatenate, Dense

numbers = keras.Input(shape=(3,))
picture = keras.Input(shape=(64,))
joined = Concatenate()([Dense(8, activation="relu")(numbers), Dense(8, activation="relu")(picture)])
model = keras.Model([numbers, picture], Dense(1, activation="sigmoid")(joined))
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit([np.zeros((8, 3)), np.zeros((8, 64))], np.zeros((8, 1)), epochs=1, verbose=0)
