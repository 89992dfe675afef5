# why: the wide hidden layer is frozen at random weights on purpose; the layer on top of it learns
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(208)
x = rng.uniform(-1, 1, (800, 2)).astype("float32")
inside = ((x**2).sum(axis=1) < 0.6).astype(int)
hidden = layers.Dense(300, activation="relu", kernel_initializer="he_normal", bias_initializer="random_uniform")
hidden.trainable = False
model = keras.Sequential([keras.Input((2,)), hidden, layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.05), "binary_crossentropy", metrics=["accuracy"])
history = model.fit(x[:600], inside[:600], epochs=40, validation_data=(x[600:], inside[600:]), verbose=0)
