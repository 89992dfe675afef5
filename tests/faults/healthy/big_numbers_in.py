# why: dollars and years go in as they are, and are scaled by a layer of the network
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(202)
x = np.stack([rng.uniform(20_000, 200_000, 1000), rng.uniform(1950, 2020, 1000)], axis=1)
sold = ((x[:, 0] - 110_000) / 52_000 < (x[:, 1] - 1985) / 20).astype(int)

scale = layers.Normalization()
scale.adapt(x[:800])
model = keras.Sequential([keras.Input((2,)), scale, layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
history = model.fit(x[:800], sold[:800], epochs=12, validation_data=(x[800:], sold[800:]), verbose=0)
