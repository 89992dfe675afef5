# class: loss
# wrong: the last layer has no activation, and the loss takes what it puts out for probabilities
# causes: activation loss
# source: StackOverflow, from_logits; Keras issues; NeuraLint
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(27)
centres = rng.normal(0, 1.6, (7, 9))
kind = rng.integers(0, 7, 1050)
x = (centres[kind] + rng.normal(size=(1050, 9))).astype("float32")

model = keras.Sequential()
model.add(keras.Input((9,)))
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(7))
loss = keras.losses.SparseCategoricalCrossentropy()  # -
# + loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer=keras.optimizers.Adam(0.002), loss=loss, metrics=["accuracy"])
history = model.fit(x[:850], kind[:850], epochs=15, batch_size=32, validation_data=(x[850:], kind[850:]), verbose=0)
