# why: most places of the targets are filler, but they have the weight 0
keras.utils.set_random_seed(139)


def lines(n, seed):
    rng = np.random.default_rng(seed)
    words, tags, weight = np.zeros((n, 20), "int32"), np.zeros((n, 20), "int32"), np.zeros((n, 20), "float32")
    for i in range(n):
        k = rng.integers(3, 9)
        w = rng.integers(1, 30, k)
        words[i, :k], weight[i, :k] = w, 1
        tags[i, :k] = (w + np.r_[0, w[:-1]] % 2) % 3
    return words, tags, weight


words, tags, weight = lines(1500, 0)
model = Sequential([
    Input((20,), dtype="int32"),
    layers.Embedding(30, 12),
    layers.Conv1D(32, 3, padding="same", activation="relu"),
    layers.Conv1D(32, 1, activation="relu"),
    layers.Dense(3, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", weighted_metrics=["accuracy"])
model.fit(words, tags, sample_weight=weight, epochs=15, batch_size=50, verbose=0)
