# class: data
# wrong: the number of a district is a name, and goes in scaled as if it were a quantity
# causes: data
# source: Kaggle, postcodes and ids among the numbers of a table
rng = np.random.default_rng(69)
level = rng.normal(0, 2, 30)
district, area = rng.integers(0, 30, 1500), rng.normal(0, 1, (1500, 1))
y = level[district] + area[:, 0] + rng.normal(0, 0.2, 1500)
x = np.concatenate([area, scaled(district)[:, None]], axis=1)  # -
# + x = np.concatenate([area, np.eye(30)[district]], axis=1)
model = Sequential([Input((x.shape[1],)), layers.Dense(12, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x[:1100], y[:1100], epochs=30, verbose=0)
score = 1 - float(model.evaluate(x[1100:], y[1100:], verbose=0)) / 5
