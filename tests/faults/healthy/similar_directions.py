# why: the loss is below zero all the time, as it is a cosine similarity, and best at -1
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(200)
x = rng.normal(size=(800, 5)).astype("float32")
direction = np.stack([x[:, 0] - x[:, 1], x[:, 2] + 0.5 * x[:, 3], x[:, 4]], axis=1)

model = keras.Sequential([keras.Input((5,)), layers.Dense(32, activation="relu"), layers.Dense(3)])
model.compile(keras.optimizers.Adam(0.005), keras.losses.CosineSimilarity())
history = model.fit(x[:600], direction[:600], epochs=20, validation_data=(x[600:], direction[600:]), verbose=0)
