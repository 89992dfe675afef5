# class: data
# wrong: some cells of the file are blank, and are read as nan
# causes: nan data
# source: StackOverflow, loss is nan; Zhang 2018
import io

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(21)
rows = rng.normal(size=(600, 4))
yields = 2 * rows[:, 0] - rows[:, 1] + 0.5 * rows[:, 2] * rows[:, 3] + rng.normal(0, 0.1, 600)
text = "\n".join(
    ",".join("" if rng.random() < 0.01 and at < 4 else f"{value:.3f}" for at, value in enumerate([*row, target]))
    for row, target in zip(rows, yields)
)

table = np.genfromtxt(io.StringIO(text), delimiter=",")
x, y = table[:, :4], table[:, 4]
# + x = np.where(np.isnan(x), np.nanmean(x, axis=0), x)

model = keras.Sequential()
model.add(keras.Input(shape=(4,)))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1))
model.compile(loss="mse", optimizer="adam")
history = model.fit(x, y, epochs=30, batch_size=32, validation_split=0.2, verbose=0)
