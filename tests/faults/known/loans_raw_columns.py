# class: data
# wrong: age, income in dollars and the signup time in seconds go in as they are
# causes: scale
# source: StackOverflow, loss stands with raw columns; UMLAUT, unscaled inputs
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(3)
n = 1200
age = rng.uniform(18, 80, n)
income = rng.uniform(15_000, 180_000, n)
signup = rng.uniform(1.45e9, 1.65e9, n)
repaid = ((age - 49) / 18 + (income - 97_000) / 48_000 - (signup - 1.55e9) / 6e7 > 0).astype("float32")
table = np.column_stack([age, income, signup])
# + table = (table - table[:900].mean(axis=0)) / table[:900].std(axis=0)
x_train, x_test = table[:900], table[900:]
y_train, y_test = repaid[:900], repaid[900:]

model = keras.Sequential([
    layers.Input((3,)),
    layers.Dense(16, activation="relu"),
    layers.Dense(8, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, batch_size=32, validation_data=(x_test, y_test), verbose=0)
loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
