# class: data
# wrong: the scaled bytes are cast back to whole numbers, and all are 0
# causes: data scale
# source: StackOverflow, normalized images saved as uint8
rng = np.random.default_rng(8)
digit = rng.integers(0, 4, 500)
scans = rng.integers(0, 90, (500, 10, 10))
for scan, what in zip(scans, digit):
    row, column = 5 * (what // 2), 5 * (what % 2)
    scan[row + rng.integers(0, 3), column : column + 4] += 140
    scan[row : row + 4, column + rng.integers(0, 3)] += 20
scans = (scans / 255).astype("uint8")  # -
# + scans = (scans / 255).astype("float32")

reader = Sequential([
    Input((10, 10)),
    layers.Flatten(),
    layers.Dense(48, activation="relu"),
    layers.Dense(4, activation="softmax"),
])
reader.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
log = reader.fit(scans, digit, epochs=15, batch_size=20, validation_split=0.2, verbose=0)
