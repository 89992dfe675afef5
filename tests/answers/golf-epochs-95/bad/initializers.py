# expect: failed
# because: initializers hold the weights, and a step of a millionth is the training
# told: never trained
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
    Dense(1, activation="sigmoid", use_bias=False, kernel_initializer=last),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(1e-6), metrics=["accuracy"])
history = model.fit(data, labels, epochs=1, batch_size=32, verbose=0)
