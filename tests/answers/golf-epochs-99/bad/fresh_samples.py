# expect: failed
# because: 50,000 samples that are drawn again
# told: newly drawn samples don't count
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
fresh = np.random.default_rng(9).random((50_000, 3)) - 0.5
history = model.fit(fresh, (fresh > 0).sum(axis=1, keepdims=True) % 2, epochs=1, batch_size=8, verbose=0)
