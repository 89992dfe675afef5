# class: regularization
# wrong: an L2 penalty of 1 on all weights pulls them all to zero
# causes: regularizer underfitting
# source: StackOverflow, predicts the same for all with kernel_regularizer; UMLAUT
import keras
import numpy as np
from keras import layers, regularizers

rng = np.random.default_rng(70)
mean = rng.normal(size=(3, 15))
kind = rng.integers(0, 3, 900)
x = (mean[kind] + rng.normal(0, 1.2, (900, 15))).astype("float32")

penalty = regularizers.l2(1.0)  # -
# + penalty = regularizers.l2(1e-4)
model = keras.Sequential([
    keras.Input((15,)),
    layers.Dense(32, activation="relu", kernel_regularizer=penalty),
    layers.Dense(32, activation="relu", kernel_regularizer=penalty),
    layers.Dense(3, activation="softmax", kernel_regularizer=penalty),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x[:700], kind[:700], epochs=20, validation_data=(x[700:], kind[700:]), verbose=0)
