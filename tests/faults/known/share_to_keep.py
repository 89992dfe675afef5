# class: regularization
# wrong: 0.9 is given as the share to keep, but is the share that is dropped
# causes: dropout
# source: StackOverflow, keep_prob and rate; Humbatova 2020
rng = np.random.default_rng(90)
stone = rng.integers(0, 4, 800)
spectrum = rng.normal(0, 1, (4, 12))
lines = (spectrum[stone] + rng.normal(0, 0.7, (800, 12))).astype("float32")
rate = 0.9  # -
# + rate = 0.1
model = Sequential([
    Input((12,)),
    layers.Dense(32, activation="relu"),
    layers.Dropout(rate),
    layers.Dense(32, activation="relu"),
    layers.Dropout(rate),
    layers.Dense(16, activation="relu"),
    layers.Dropout(rate),
    layers.Dense(4, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(lines, stone, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
