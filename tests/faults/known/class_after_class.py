# class: data
# wrong: rows are read class by class, and validation_split takes the last ones, which are of a class that training lacks
# causes: order validation
# source: StackOverflow, validation accuracy 0 with validation_split
rng = np.random.default_rng(31)
centres = rng.normal(0, 1.6, (5, 8))
rows, kinds = [], []
for kind in range(5):  # one folder after another
    rows.append(centres[kind] + rng.normal(0, 0.7, (120, 8)))
    kinds += [kind] * 120
rows = np.concatenate(rows).astype("float32")
kinds = np.array(kinds)
# + order = rng.permutation(len(rows))
# + rows, kinds = rows[order], kinds[order]
net = Sequential([Input((8,)), layers.Dense(32, activation="relu"), layers.Dense(5, activation="softmax")])
net.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(rows, kinds, validation_split=0.2, epochs=25, batch_size=16, verbose=0)
