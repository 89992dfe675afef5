# class: labels
# wrong: shares between 0 and 1 are made whole numbers, nearly all of them 0
# causes: labels data imbalance
# source: Humbatova 2020, wrong preprocessing of labels
rng = np.random.default_rng(49)
x = rng.normal(size=(500, 3)).astype("float32")
share = 1 / (1 + np.exp(-(x[:, 0] * 2 - x[:, 1])))
wanted = share.astype(int)  # -
# + wanted = share.astype("float32")
model = Sequential([Input((3,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "mse")
model.fit(x, wanted, epochs=40, validation_split=0.2, verbose=0)
