# class: batches
# wrong: batch number i begins at row i, not at row 32 i, so that most rows are never seen
# causes: batch loop data overfitting
# source: StackOverflow, train_on_batch in own loops; Humbatova 2020, wrong training loop
rng = np.random.default_rng(96)
shade = rng.integers(0, 6, 960)
tone = rng.normal(0, 1.4, (6, 6))
plants = (tone[shade] + rng.normal(0, 0.6, (960, 6))).astype("float32")

model = Sequential([Input((6,)), layers.Dense(32, activation="relu"), layers.Dense(6, activation="softmax")])
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
batch = 32
starts = np.arange(len(plants) // batch)
for epoch in range(12):
    rng.shuffle(starts)
    for i in starts:
        model.train_on_batch(plants[i : i + batch], shade[i : i + batch])  # -
        # + rows = slice(i * batch, (i + 1) * batch)
        # + model.train_on_batch(plants[rows], shade[rows])
score = model.evaluate(plants, shade, verbose=0)
