# why: one epoch only, of many rows
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(220)
x = rng.normal(size=(24_000, 6)).astype("float32")
y = (x[:, 0] + np.abs(x[:, 1]) > 0.8).astype(int)
model = keras.Sequential([keras.Input((6,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:20_000], y[:20_000], epochs=1, batch_size=32, verbose=0)
accuracy = model.evaluate(x[20_000:], y[20_000:], verbose=0)[1]
