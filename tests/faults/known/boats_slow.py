# class: rate
# wrong: a rate of 0.00001 is far too small for plain SGD
# causes: rate underfitting
# source: course forums, loss hardly moves; DeepFD, learning rate
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(52)
x = rng.normal(size=(1000, 5)).astype("float32")
speed = (x @ np.array([1.0, -0.5, 0.8, 0.0, 0.3]) + 0.4 * x[:, 0] * x[:, 1] + rng.normal(0, 0.1, 1000)).astype("float32")

model = keras.Sequential([
    keras.Input((5,)),
    layers.Dense(32, activation="relu"),
    layers.Dense(16, activation="relu"),
    layers.Dense(1),
])
optimizer = keras.optimizers.SGD(learning_rate=1e-5)  # -
# + optimizer = keras.optimizers.SGD(learning_rate=1e-2)
model.compile(optimizer, loss="mse")
history = model.fit(x, speed, validation_split=0.2, epochs=30, batch_size=32, verbose=0)
