# why: the inputs are the targets, through a narrow layer of 3, since it is an autoencoder
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(216)
x = (rng.normal(size=(900, 3)) @ rng.normal(size=(3, 16))).astype("float32")
x += rng.normal(0, 0.1, x.shape)
x /= x.std()
model = keras.Sequential([keras.Input((16,)), layers.Dense(3), layers.Dense(16)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x[:700], x[:700], epochs=25, validation_data=(x[700:], x[700:]), verbose=0)
kept = 1 - model.evaluate(x[700:], x[700:], verbose=0) / x[700:].var()
