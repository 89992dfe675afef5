# class: size
# wrong: each line takes `inputs` instead of the layer before, so the hidden layers are not part of the network
# causes: size activation underfitting
# source: StackOverflow, functional API; course forums
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(62)
x = rng.uniform(-1, 1, (1500, 4)).astype("float32")
heat = (np.sin(3 * x[:, 0]) * x[:, 1] + np.abs(x[:, 2]) * 2 - 1).astype("float32")

inputs = keras.Input((4,))
h = layers.Dense(64, activation="relu")(inputs)
h = layers.Dense(64, activation="relu")(h)
outputs = layers.Dense(1)(inputs)  # -
# + outputs = layers.Dense(1)(h)
model = keras.Model(inputs=inputs, outputs=outputs)
model.compile(keras.optimizers.Adam(0.003), "mse")
model.fit(x[:1200], heat[:1200], batch_size=32, epochs=20, verbose=0)
mse = model.evaluate(x[1200:], heat[1200:], verbose=0)
r2 = 1 - mse / heat[1200:].var()
