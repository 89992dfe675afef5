# class: rate
# wrong: a learning rate of 0.5 with Adam throws the weights about, the ReLUs die
# causes: rate diverging
# source: DeepFD, AutoTrainer, UMLAUT (learning rate too high)
keras.utils.set_random_seed(41)


def plankton(n, seed):
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 3, n)
    i, j = np.meshgrid(np.arange(12), np.arange(12), indexing="ij")
    r = np.hypot(i - 5.5 - rng.normal(0, 0.7, (n, 1, 1)), j - 5.5 - rng.normal(0, 0.7, (n, 1, 1)))
    rings = np.where(kind[:, None, None] == 0, r < 3, np.where(kind[:, None, None] == 1, np.abs(r - 3) < 1, r > 4))
    return (0.5 * rings + rng.uniform(0, 0.5, (n, 12, 12)))[..., None].astype("float32"), kind


x, kind = plankton(600, 0)
model = Sequential([
    Input((12, 12, 1)),
    layers.Conv2D(8, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Conv2D(16, 3, activation="relu"),
    layers.Flatten(),
    layers.Dense(24, activation="relu"),
    layers.Dense(3, activation="softmax"),
])
optimizer = keras.optimizers.Adam(learning_rate=0.5)  # -
# + optimizer = keras.optimizers.Adam(learning_rate=0.003)
model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, kind, epochs=10, batch_size=32, validation_split=0.2, verbose=0)
