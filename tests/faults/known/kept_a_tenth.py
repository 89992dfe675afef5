# class: regularization
# wrong: Dropout(0.95) was meant to keep 95 in 100 values, and drops them
# causes: dropout underfitting
# source: StackOverflow, keep_prob and rate of dropout; Humbatova 2020, regularisation
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(72)
x = rng.normal(size=(1000, 8)).astype("float32")
y = (np.abs(x[:, 0]) + x[:, 1] * x[:, 2]).astype("float32")

model = keras.Sequential([
    keras.Input((8,)),
    layers.Dense(48, activation="relu"),
    layers.Dropout(0.95),  # -
    # + layers.Dropout(0.05),
    layers.Dense(48, activation="relu"),
    layers.Dropout(0.95),  # -
    # + layers.Dropout(0.05),
    layers.Dense(1),
])
model.compile(keras.optimizers.Adam(0.003), "mse")
model.fit(x[:800], y[:800], epochs=30, validation_data=(x[800:], y[800:]), verbose=0)
r2 = 1 - model.evaluate(x[800:], y[800:], verbose=0) / y[800:].var()
