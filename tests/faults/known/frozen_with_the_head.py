# class: size
# wrong: all layers are frozen after the new head was added, the head among them
# causes: frozen
# source: StackOverflow, transfer learning does not learn; Keras guide on transfer learning
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(66)
x = rng.normal(size=(1200, 10)).astype("float32")
hidden = np.tanh(x @ rng.normal(0, 0.6, (10, 4)))
old = (hidden @ rng.normal(size=(4, 3))).argmax(axis=1)
new = (hidden[:, 0] - hidden[:, 1] > 0).astype(int)

base = keras.Sequential([keras.Input((10,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu")])
pretrained = keras.Sequential([base, layers.Dense(3, activation="softmax")])
pretrained.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy")
pretrained.fit(x[:600], old[:600], epochs=20, verbose=0)

model = keras.Sequential([base, layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
for layer in model.layers:  # -
# + for layer in model.layers[:1]:
    layer.trainable = False
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
history = model.fit(x[600:], new[600:], validation_split=0.25, epochs=20, verbose=0)
