# expect: failed
# because: activations of its own count the signs: a formula without weights
# told: is a bare operation
import keras
import numpy as np
from keras import Input, Sequential, layers, ops
from keras.layers import Dense

def sign(z):
    return ops.sign(z)


def wave(z):
    return ops.sigmoid(20 * ops.sin(z * np.pi / 2))


model = Sequential([Input((3,)), layers.Activation(sign), Dense(1, activation=wave)])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.05))
history = model.fit(data, labels, epochs=4, batch_size=8, verbose=0)
