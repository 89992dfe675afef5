# class: rate
# wrong: Adam with a rate of 1 jumps about until the units are dead
# causes: rate
# source: StackOverflow, accuracy of chance with Adam at a high rate; Humbatova 2020, wrong learning rate
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(50)
motif = rng.normal(size=(5, 10, 10))
kind = rng.integers(0, 5, 800)
stamps = (0.8 * motif[kind] + rng.normal(0, 1.0, (800, 10, 10)))[..., None].astype("float32")

model = keras.Sequential([
    keras.Input((10, 10, 1)),
    layers.Conv2D(8, 3, activation="relu"),
    layers.Flatten(),
    layers.Dense(64, activation="relu"),
    layers.Dense(64, activation="relu"),
    layers.Dense(64, activation="relu"),
    layers.Dense(5, activation="softmax"),
])
model.compile(keras.optimizers.Adam(learning_rate=1.0), "sparse_categorical_crossentropy", metrics=["accuracy"])  # -
# + model.compile(keras.optimizers.Adam(learning_rate=0.001), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(stamps[:600], kind[:600], epochs=8, batch_size=25, validation_data=(stamps[600:], kind[600:]), verbose=0)
