# expect: passed
# because: train_on_batch is training too, and float16 outputs are numbers like any other
import keras
import numpy as np

keras.config.set_dtype_policy("mixed_float16")
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, GlobalMaxPooling2D


def network():
    return Sequential([
        Input(shape=(12, 12, 1)), Conv2D(32, 5, activation="relu"), GlobalMaxPooling2D(), Dense(10, activation="softmax"),
    ])


model = network()
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
rng = np.random.default_rng(0)
for _ in range(20):
    for batch in np.array_split(rng.permutation(len(moved)), 40):
        model.train_on_batch(moved[batch], labels[batch])
