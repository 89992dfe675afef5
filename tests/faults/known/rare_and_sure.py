# class: data
# wrong: one row in thirty is of class 2, and none of them is found
# causes: imbalance
# source: Humbatova 2020, unbalanced training data
x, y = flowers(1200)
x = x + np.random.default_rng(4).normal(0, 1.2, x.shape)
keep = (y != 2) | (np.arange(1200) % 20 == 0)  # -
# + keep = (y != 2) | (np.arange(1200) % 1 == 0)
model = Sequential([Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[keep], y[keep], epochs=12, verbose=0)
