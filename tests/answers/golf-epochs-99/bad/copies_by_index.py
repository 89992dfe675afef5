# expect: failed
# because: five copies of the samples, by indexing
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
history = model.fit(data[np.arange(50_000) % 10_000], labels[np.arange(50_000) % 10_000], epochs=1, batch_size=8, verbose=0)
