# class: data
# wrong: 1 of 40 transactions is a fraud, and a network that always says no is right in 97.5 %
# causes: imbalance metric
# source: Humbatova 2020, unbalanced training data
rng = np.random.default_rng(56)
y = (np.arange(1200) % 40 == 0).astype("float32")
x = rng.normal(size=(1200, 5)).astype("float32") + 1.1 * y[:, None]
model = Sequential([Input((5,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, verbose=0)  # -
# + model.fit(x, y, epochs=20, class_weight={0: 0.5, 1: 20.0}, verbose=0)
