# expect: failed
# because: five copies of the samples, so that one epoch is five
# told: without copies of them
import keras
from keras import Input, Sequential
from keras.layers import Dense

import numpy as np

model = Sequential([
    Input(shape=(3,)),
    Dense(8, activation="tanh", use_bias=False),
    Dense(8, activation="tanh", use_bias=False),
    Dense(1, activation="sigmoid", use_bias=False),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.02), metrics=["accuracy"])
history = model.fit(np.tile(data, (5, 1)), np.tile(labels, (5, 1)), epochs=1, batch_size=32, verbose=0)
