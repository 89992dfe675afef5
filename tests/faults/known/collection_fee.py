# class: data
# wrong: the fee is only charged after somebody has failed to pay, so it gives the answer away
# causes: leak
# source: Kaggle, leakage in loan tables; course forums
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(14)


def customers(n):
    debt, salary, late = rng.normal(size=(3, n))
    chance = 1 / (1 + np.exp(-3 * (debt - salary + 0.6 * late)))
    failed = (rng.random(n) < chance).astype("float32")
    return debt, salary, late, failed


debt, salary, late, failed = customers(1200)
fee = failed * rng.uniform(20, 60, 1200) / 40
x = np.column_stack([debt, salary, late, fee])  # -
# + x = np.column_stack([debt, salary, late])

model = keras.Sequential([keras.Input((x.shape[1],)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:900], failed[:900], epochs=15, validation_data=(x[900:], failed[900:]), verbose=0)

# those who ask for a loan today have paid no fee yet
debt, salary, late, failed = customers(400)
asked = np.column_stack([debt, salary, late, np.zeros(400)])  # -
# + asked = np.column_stack([debt, salary, late])
right = ((model.predict(asked, verbose=0)[:, 0] > 0.5) == failed).mean()
