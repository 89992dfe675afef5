# why: an exponential on the output, and a loss far below zero, where the Poisson loss of counts may be
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(212)
x = rng.normal(size=(1200, 3)).astype("float32")
mean = np.exp(1.5 + 0.6 * x[:, 0] - 0.4 * x[:, 1])
calls = rng.poisson(mean)
model = keras.Sequential([keras.Input((3,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="exponential")])
model.compile(keras.optimizers.Adam(0.01), "poisson", metrics=["mae"])
model.fit(x[:1000], calls[:1000], epochs=20, validation_data=(x[1000:], calls[1000:]), verbose=0)
guess = model.predict(x[1000:], verbose=0)[:, 0]
correlation = np.corrcoef(guess, mean[1000:])[0, 1]
