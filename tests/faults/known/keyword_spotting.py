# class: regularization
# wrong: 0.9 was meant as the share to keep, but Dropout takes the share to drop: nearly everything is dropped
# causes: dropout
# source: Stack Overflow questions on keep_prob (TensorFlow 1) and Dropout(rate)
keras.utils.set_random_seed(61)


def words(n, seed):
    rng = np.random.default_rng(seed)
    word = rng.integers(0, 5, n)
    shape = np.random.default_rng(31).normal(0, 1, (5, 20, 3))
    shift = rng.integers(0, 4, n)
    x = np.stack([np.roll(shape[w], s, 0) for w, s in zip(word, shift)]) + rng.normal(0, 0.6, (n, 20, 3))
    return x.astype("float32"), word


x, word = words(800, 0)
keep = 0.9
model = Sequential([
    Input((20, 3)),
    layers.Conv1D(16, 4, activation="relu"),
    layers.Dropout(keep),  # -
    # + layers.Dropout(1 - keep),
    layers.Flatten(),
    layers.Dense(24, activation="relu"),
    layers.Dropout(keep),  # -
    # + layers.Dropout(1 - keep),
    layers.Dense(5, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.002), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, word, epochs=15, batch_size=32, validation_split=0.2, verbose=0)
