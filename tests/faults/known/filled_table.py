# class: data
# wrong: the array that the measurements are written to is of whole numbers, and cuts them
# causes: data nan
# source: StackOverflow, np.zeros(..., dtype=int) filled with floats
rng = np.random.default_rng(7)
y = rng.integers(0, 2, 700)
x = np.zeros((700, 5), dtype=int)  # -
# + x = np.zeros((700, 5), dtype="float32")
for i in range(700):
    x[i] = 0.5 + np.array([0.18, -0.18, 0.1, -0.1, 0.0]) * (2 * y[i] - 1) + rng.normal(0, 0.11, 5)
model = Sequential([Input((5,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=25, validation_data=(x[500:], y[500:]), verbose=0)
