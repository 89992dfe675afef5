# why: a sigmoid at the end of a regression, whose targets are shares from 0 to 1
rng = np.random.default_rng(102)
x = rng.normal(0, 1, (650, 4)).astype("float32")
y = (1 / (1 + np.exp(-2 * x[:, 0] + x[:, 1] * x[:, 2])) + rng.normal(0, 0.02, 650)).clip(0, 1).astype("float32")
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x[:500], y[:500], epochs=30, validation_data=(x[500:], y[500:]), verbose=0)
