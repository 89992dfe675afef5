# class: rate
# wrong: an LSTM with relu over 60 steps of hundreds of passengers grows without bounds
# causes: activation scale diverging rate nan
# source: StackOverflow, LSTM with activation relu gives nan; course forums
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(56)
months = np.arange(500)
passengers = 250 + 0.3 * months + 80 * np.sin(2 * np.pi * months / 12) + rng.normal(0, 10, 500)
target = (passengers - passengers.mean()) / passengers.std()
series = passengers  # -
# + series = target
width = 60
x = np.stack([series[at : at + width] for at in range(500 - width)])[..., None]
y = target[width:]

model = keras.Sequential([
    keras.Input((width, 1)),
    layers.LSTM(24, activation="relu"),  # -
    # + layers.LSTM(24),
    layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
history = model.fit(x[:360], y[:360], epochs=10, batch_size=40, validation_data=(x[360:], y[360:]), verbose=0)
