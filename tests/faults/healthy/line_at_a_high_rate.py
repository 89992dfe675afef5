# why: Adam with a rate of 0.3, and no activation, but it is a straight line and gets there
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(204)
hours = rng.uniform(0, 10, (500, 1))
bill = 12 + 7.5 * hours[:, 0] + rng.normal(0, 3, 500)
model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.3), "mse")
model.fit(hours[:400], bill[:400], epochs=60, batch_size=20, verbose=0)
guess = model.predict(hours[400:], verbose=0)[:, 0]
r2 = 1 - np.mean((guess - bill[400:]) ** 2) / np.var(bill[400:])
