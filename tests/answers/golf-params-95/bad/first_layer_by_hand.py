# expect: failed
# because: an initializer holds the first layer, and the last one is trained
# told: hidden accuracy
import keras
import numpy as np
from keras import Input, Sequential, ops
from keras.layers import Dense

hand = [8.0 * np.array([[1, 1, 1, -1], [1, 1, -1, 1], [1, -1, 1, 1]]), 20.0 * np.array([[1], [-1], [-1], [-1]])]


def first(shape, dtype=None):
    return ops.convert_to_tensor(hand[0], dtype)


def last(shape, dtype=None):
    return ops.convert_to_tensor(hand[1], dtype)


model = Sequential([
    Input((3,)),
    Dense(4, activation="tanh", use_bias=False, kernel_initializer=first),
    Dense(1, activation="sigmoid", use_bias=False),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.05), metrics=["accuracy"])
history = model.fit(data, labels, epochs=2, batch_size=8, verbose=0)
