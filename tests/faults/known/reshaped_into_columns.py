# class: data
# wrong: recordings of shape (steps, n, sensors) are reshaped to (n, steps, sensors), which mixes them
# causes: data labels
# source: Humbatova 2020, wrong tensor shape
rng = np.random.default_rng(54)
y = rng.integers(0, 2, 320)
t = np.arange(12)[:, None, None]
recorded = np.sin(t * (0.4 + 0.5 * y[None, :, None]) + rng.uniform(0, 6, (1, 320, 2)))
recorded += 0.1 * rng.normal(size=(12, 320, 2))
x = recorded.reshape(320, 12, 2)  # -
# + x = recorded.transpose(1, 0, 2)
model = Sequential([Input((12, 2)), layers.Conv1D(16, 4, activation="relu"), layers.GlobalMaxPooling1D()])
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
