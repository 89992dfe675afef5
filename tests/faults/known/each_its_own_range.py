# class: data
# wrong: the rows of the test are brought to 0 to 1 by their own range, which is another than that of training
# causes: prediction scale validation
# source: StackOverflow, fit_transform on the test set
rng = np.random.default_rng(16)


def flats(n, small, large):
    area, floor = rng.uniform(small, large, n), rng.uniform(0, 12, n)
    return np.stack([area, floor], axis=1), (area / 40 + 0.08 * floor + rng.normal(0, 0.08, n)).astype("float32")


x_train, y_train = flats(600, 20, 150)
x_test, y_test = flats(120, 60, 110)
low, high = x_train.min(axis=0), x_train.max(axis=0)
x_train = (x_train - low) / (high - low)
low, high = x_test.min(axis=0), x_test.max(axis=0)  # -
x_test = (x_test - low) / (high - low)
model = Sequential([Input((2,)), layers.Dense(16, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mae"])
model.fit(x_train, y_train, epochs=30, verbose=0)
error = model.evaluate(x_test, y_test, verbose=0)[1]
