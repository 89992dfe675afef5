# class: data
# wrong: rows are repeated before some are held back, so the same rows are on both sides
# causes: validation leak
# source: Humbatova 2020, incorrect train/test data split
rng = np.random.default_rng(4)
x, y = flowers(160)
y = np.where(rng.random(160) < 0.3, rng.integers(0, 3, 160), y)
rows = rng.permutation(np.repeat(np.arange(160), 3))  # -
# + rows = rng.permutation(160)
x, y = x[rows], y[rows]
model = Sequential([Input((4,)), layers.Dense(64, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=40, validation_split=0.25, verbose=0)
