# class: loss
# wrong: softmax over a single output is always 1
# causes: activation loss
# source: StackOverflow, softmax with one output; Humbatova 2020, wrong activation
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(1)
counts = rng.poisson(1.0, (900, 20)).astype("float32")
spam = (counts[:, :4].sum(axis=1) > counts[:, 4:8].sum(axis=1)).astype("float32")

inputs = keras.Input((20,))
x = layers.Dense(32, activation="relu")(inputs)
x = layers.Dense(16, activation="relu")(x)
outputs = layers.Dense(1, activation="softmax")(x)  # -
# + outputs = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(counts, spam, epochs=15, batch_size=32, validation_split=0.2, verbose=0)
