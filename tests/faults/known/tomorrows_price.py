# class: labels
# wrong: the last day has no tomorrow, and its target is NaN
# causes: nan
# source: Kaggle notebooks, shift(-1) leaves a NaN in the last row of the target
rng = np.random.default_rng(3)
temperature = 8 * np.sin(np.arange(500) / 12) + rng.normal(0, 1, 500)
days = (temperature / 6).astype("float32")
tomorrow = np.full(500, np.nan, "float32")
tomorrow[:-1] = days[1:]
x = np.stack([np.roll(days, 2), np.roll(days, 1), days], axis=1)[2:]
y = tomorrow[2:]
# + x, y = x[:-1], y[:-1]
model = Sequential([Input((3,)), layers.Dense(16, activation="tanh"), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=40, verbose=0)
