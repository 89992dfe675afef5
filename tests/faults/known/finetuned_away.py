# class: optimizer
# wrong: the learnt base is trained on with a rate that wipes out what it had learnt
# causes: rate frozen
# source: Keras guide of transfer learning; StackOverflow, fine-tuning forgets
rng = np.random.default_rng(78)
basis = rng.normal(0, 1, (6, 20))


def draw(n, classes, seed):
    r = np.random.default_rng(seed)
    hidden = r.normal(0, 1, (n, 6))
    kind = np.argmax(np.abs(hidden[:, :classes]), axis=1)
    return (hidden @ basis + r.normal(0, 0.2, (n, 20))).astype("float32") / 3, kind


x_big, y_big = draw(3000, 6, 1)
base = Sequential([Input((20,)), layers.Dense(64, activation="relu"), layers.Dense(32, activation="relu")])
first = Sequential([base, layers.Dense(6, activation="softmax")])
first.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy")
first.fit(x_big, y_big, epochs=12, batch_size=64, verbose=0)

x_few, y_few = draw(600, 4, 2)
x_new, y_new = draw(400, 4, 3)
second = Sequential([base, layers.Dense(4, activation="softmax")])
second.compile(
    keras.optimizers.Adam(0.3),  # -
    # + keras.optimizers.Adam(0.002),
    "sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
second.fit(x_few, y_few, epochs=10, batch_size=32, validation_data=(x_new, y_new), verbose=0)
