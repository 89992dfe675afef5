# expect: failed
# because: constraints put the weights in place, whatever training finds
# told: Is it above 0.95
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
    Dense(4, activation="tanh", use_bias=False, kernel_constraint=lambda kernel: ops.convert_to_tensor(hand[0], "float32")),
    Dense(1, activation="sigmoid", use_bias=False, kernel_constraint=lambda kernel: ops.convert_to_tensor(hand[1], "float32")),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(data, labels, epochs=1, batch_size=32, verbose=0)
