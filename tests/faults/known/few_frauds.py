# class: labels
# wrong: two payments of a hundred are fraud, and the network calls none so, at an accuracy of 98 %
# causes: imbalance metric
# source: StackOverflow, class imbalance; Kaggle credit card fraud
rng = np.random.default_rng(33)
n = 3000
fraud = (rng.random(n) < 0.02).astype("float32")
payments = rng.normal(0, 1, (n, 6)) + 0.85 * fraud[:, None] * np.array([1, -1, 1, 1, 0, -1])
old, new = payments[:2200], payments[2200:]

model = Sequential([Input((6,)), layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.003), "binary_crossentropy", metrics=["accuracy", keras.metrics.Recall(name="recall")])
model.fit(
    old,
    fraud[:2200],
    # + class_weight={0: 1.0, 1: 40.0},
    validation_data=(new, fraud[2200:]),
    epochs=15,
    batch_size=64,
    verbose=0,
)
