# class: output
# wrong: the last layer is a sigmoid, and the targets are hours from 2 to 14
# causes: activation scale labels
# source: StackOverflow, regression that predicts 1 everywhere
rng = np.random.default_rng(24)
x = rng.uniform(-1, 1, (700, 3)).astype("float32")
y = (8 + 4 * x[:, 0] + 2 * np.sin(3 * x[:, 1]) + rng.normal(0, 0.2, 700)).astype("float32")
model = Sequential([Input((3,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu")])
model.add(layers.Dense(1, activation="sigmoid"))  # -
# + model.add(layers.Dense(1))
model.compile(keras.optimizers.Adam(0.005), "mse", metrics=["mae"])
model.fit(x[:500], y[:500], epochs=40, validation_data=(x[500:], y[500:]), verbose=0)
