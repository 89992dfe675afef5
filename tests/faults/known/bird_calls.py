# class: time
# wrong: early stopping watches the accuracy with mode "min": it stops as it rises and puts the worst weights back
# causes: stopping metric
# source: Stack Overflow questions on EarlyStopping (mode)
keras.utils.set_random_seed(44)


def calls(n, seed):
    rng = np.random.default_rng(seed)
    bird = rng.integers(0, 4, n)
    f = np.arange(32)
    peak = 4 + 7 * bird[:, None] + rng.normal(0, 1.2, (n, 1))
    x = np.exp(-((f - peak) ** 2) / 4) * rng.uniform(0.6, 1.4, (n, 1)) + rng.uniform(0, 0.5, (n, 32))
    return x.astype("float32"), bird


x, bird = calls(900, 0)
model = Sequential([
    Input((32,)),
    layers.Reshape((32, 1)),
    layers.Conv1D(12, 5, strides=2, activation="relu"),
    layers.Flatten(),
    layers.Dense(4, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(
    monitor="val_accuracy",
    mode="min",  # -
    # + mode="max",
    patience=4,
    restore_best_weights=True,
)
model.fit(x, bird, validation_split=0.2, epochs=40, batch_size=32, callbacks=[stop], verbose=0)
