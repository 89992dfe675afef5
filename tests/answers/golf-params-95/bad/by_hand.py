# expect: failed
# because: the weights are set and not found by training
# told: Weights set by hand
import keras
from keras import Input, Sequential
from keras.layers import Dense

import numpy as np

model = Sequential([
    Input(shape=(3,)),
    Dense(4, activation="tanh", use_bias=False),
    Dense(1, activation="sigmoid", use_bias=False),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.001), metrics=["accuracy"])
sums = np.array([[1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]])
model.set_weights([sums, np.array([[-1], [-1], [-1], [-1]])])
history = model.fit(data, labels, epochs=1, batch_size=32, validation_split=0.1, verbose=0)
