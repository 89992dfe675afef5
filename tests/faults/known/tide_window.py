# class: data
# wrong: the value that is to be forecast is the last one of the window
# causes: leak
# source: StackOverflow, windows for forecasting; course forums
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(41)
hours = np.arange(900)
tide = np.sin(2 * np.pi * hours / 12.4) + 0.4 * np.sin(2 * np.pi * hours / 24.8) + rng.normal(0, 0.08, 900)
tide = tide.astype("float32")
width = 24

windows, following = [], []
for start in range(len(tide) - width):
    windows.append(tide[start : start + width])
    following.append(tide[start + width - 1])  # -
    # + following.append(tide[start + width])
windows, following = np.array(windows), np.array(following)

model = keras.Sequential([keras.Input((width,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.003), "mse", metrics=["mae"])
model.fit(windows[:700], following[:700], epochs=40, batch_size=32, validation_data=(windows[700:], following[700:]), verbose=0)

forecast = model.predict(np.array([tide[at - width : at] for at in range(800, 900)]), verbose=0)[:, 0]
error = np.abs(forecast - tide[800:900]).mean()
