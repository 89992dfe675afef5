# class: loop
# wrong: a new network is made for each month, so the last one has seen one month only
# causes: rebuilt
# source: StackOverflow, training in chunks; course forums
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(84)
season = np.sin(2 * np.pi * np.arange(5) / 8)


def month(number, n=150):
    x = rng.normal(size=(n, 3)) + np.array([2.0 * season[number], 0, 0])
    return x, np.sin(1.5 * x[:, 0]) + x[:, 1]


def build():
    net = keras.Sequential([keras.Input((3,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(1)])
    net.compile(keras.optimizers.Adam(0.003), "mse")
    return net


months = [month(number) for number in range(5)]
# + model = build()
for x, y in months:
    model = build()  # -
    model.fit(x, y, epochs=4, batch_size=10, verbose=0)

tests = [month(number) for number in range(5)]
x_test, y_test = np.concatenate([x for x, _ in tests]), np.concatenate([y for _, y in tests])
r2 = 1 - np.mean((model.predict(x_test, verbose=0)[:, 0] - y_test) ** 2) / y_test.var()
