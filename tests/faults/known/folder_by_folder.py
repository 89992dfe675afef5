# class: data
# wrong: the pictures come kind by kind, and the last fifth, which validates, has a kind that training never sees
# causes: order validation leak
# source: StackOverflow, validation_split takes the last rows
rng = np.random.default_rng(13)
kinds = np.repeat(np.arange(5), 120)
x = rng.normal(0, 0.5, (600, 9, 9, 1)).astype("float32")
for row, kind in zip(x, kinds):
    row[kind * 2 - (kind > 0) : kind * 2 + 1] += 1
y = kinds
# + order = rng.permutation(600)
# + x, y = x[order], y[order]
model = Sequential([Input((9, 9, 1)), layers.Conv2D(8, 3, activation="relu"), layers.Flatten(), layers.Dense(5, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
hist = model.fit(x, y, validation_split=0.2, epochs=12, verbose=0)
