# why: mean squared error with a sigmoid for two classes is unusual, and works
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(206)
x = rng.normal(size=(900, 4)).astype("float32")
y = (x[:, 0] * x[:, 1] > 0).astype("float32")
model = keras.Sequential([keras.Input((4,)), layers.Dense(48, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["accuracy"])
history = model.fit(x[:700], y[:700], epochs=25, validation_data=(x[700:], y[700:]), verbose=0)
