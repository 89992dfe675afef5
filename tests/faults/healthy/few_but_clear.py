# why: one row in twenty is positive, without weights, but they lie so far off that all are found
rng = np.random.default_rng(104)
y = (rng.random(1800) < 0.05).astype("int32")
x = (rng.normal(0, 1, (1800, 4)) + 4 * y[:, None] * np.array([1, -1, 1, 0])).astype("float32")
model = Sequential([Input((4,)), layers.Dense(12, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy", keras.metrics.Recall(name="recall")])
model.fit(x[:1200], y[:1200], epochs=10, validation_data=(x[1200:], y[1200:]), verbose=0)
