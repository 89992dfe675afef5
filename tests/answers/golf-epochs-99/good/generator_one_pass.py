# expect: passed
# because: a generator that passes each sample once an epoch
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=4 * 1250)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])


def batches():
    while True:
        for rows in np.array_split(np.random.permutation(10_000), 1250):
            yield data[rows], labels[rows]


history = model.fit(batches(), steps_per_epoch=1250, epochs=4, verbose=0)
