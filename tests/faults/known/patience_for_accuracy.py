# class: loop
# wrong: early stopping watches the accuracy of a regression, which is 0 from the first epoch on
# causes: stopping metric
# source: StackOverflow, accuracy 0 in a Keras regression; course forums
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(86)
x = rng.uniform(-1, 1, (900, 4)).astype("float32")
y = (3 * x[:, 0] * x[:, 1] + 2 * np.cos(3 * x[:, 2]) + x[:, 3]).astype("float32")

model = keras.Sequential([
    keras.Input((4,)),
    layers.Dense(32, activation="relu"),
    layers.Dense(32, activation="relu"),
    layers.Dense(1),
])
model.compile(keras.optimizers.Adam(0.002), loss="mse", metrics=["accuracy"])  # -
# + model.compile(keras.optimizers.Adam(0.002), loss="mse", metrics=["mae"])
stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=3)  # -
# + stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)
history = model.fit(x[:700], y[:700], epochs=40, validation_data=(x[700:], y[700:]), callbacks=[stop], verbose=0)
