# class: data
# wrong: keras.utils.normalize scales each row to length 1, so how much somebody spends is gone
# causes: scale data
# source: StackOverflow, keras.utils.normalize and its axis; Humbatova 2020, wrong preprocessing
import numpy as np
import keras
from keras.layers import Dense, Input

rng = np.random.default_rng(11)
budget = rng.gamma(3.0, 400.0, size=1500)
shares = rng.dirichlet([2, 2, 2, 2, 2], size=1500)
spent = budget[:, None] * shares
big = (spent.sum(axis=1) > 1000).astype(int)

x = keras.utils.normalize(spent)  # -
# + x = (spent - spent[:1200].mean(axis=0)) / spent[:1200].std(axis=0)

model = keras.Sequential([Input((5,)), Dense(32, activation="relu"), Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x[:1200], big[:1200], epochs=15, batch_size=32, verbose=0)
test_accuracy = model.evaluate(x[1200:], big[1200:], verbose=0)[1]
