# expect: failed
# because: one epoch of 6,000 steps from a generator without end
# told: without copies of them
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
rate = keras.optimizers.schedules.CosineDecay(0.02, decay_steps=20000)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])


def forever():
    while True:
        rows = np.random.randint(0, 10_000, 32)
        yield data[rows], labels[rows]


history = model.fit(forever(), steps_per_epoch=6_000, epochs=1, verbose=0)
