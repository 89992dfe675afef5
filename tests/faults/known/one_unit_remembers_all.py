# class: size
# wrong: a single recurrent unit has to tell five speeds apart
# causes: size plateau
# source: DeepFD, too few neurons
def waves_of_kinds(n, seed):
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 5, n)
    angle = rng.uniform(0, 6.3, (n, 1)) + np.arange(14) * (0.3 + 0.45 * kind[:, None])
    return np.stack([np.sin(angle), np.cos(angle)], 2) + rng.normal(0, 0.1, (n, 14, 2)), kind


x, y = waves_of_kinds(400, 1)
model = Sequential([Input((14, 2)), layers.GRU(1), layers.Dense(5, activation="softmax")])  # -
# + model = Sequential([Input((14, 2)), layers.GRU(24), layers.Dense(5, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, batch_size=16, verbose=0)
