# class: data
# wrong: the axes of channels and time are swapped with reshape, which mixes the channels up
# causes: data
# source: StackOverflow, reshape or transpose channels first; Islam 2019
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(17)
n, channels, steps = 900, 4, 48
signals = rng.normal(0, 0.3, (n, channels, steps)).astype("float32")
where = rng.integers(0, channels, n)
for signal, channel in zip(signals, where):
    start = rng.integers(0, steps - 8)
    signal[channel, start : start + 8] += 2 * np.sin(np.linspace(0, np.pi, 8))

# Keras wants (time, channels)
x = signals.reshape(n, steps, channels)  # -
# + x = signals.transpose(0, 2, 1)

model = keras.Sequential([
    keras.Input((steps, channels)),
    layers.Conv1D(16, 5, activation="relu"),
    layers.GlobalMaxPooling1D(),
    layers.Dense(16, activation="relu"),
    layers.Dense(channels, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x[:700], where[:700], epochs=12, validation_data=(x[700:], where[700:]), verbose=0)
