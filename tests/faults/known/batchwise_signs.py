# class: loop
# wrong: labels of -1 and 1 for a crossentropy, batch by batch
# causes: labels
# source: DeepFD, labels outside of the activation's range
x, y = points()
y = 2 * y - 1  # -
model = Sequential([Input((2,)), layers.Dense(24, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
rng = np.random.default_rng(2)
for step in range(400):
    rows = rng.integers(0, len(x), 40)
    model.train_on_batch(x[rows], y[rows])
