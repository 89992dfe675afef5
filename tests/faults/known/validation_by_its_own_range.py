# class: data
# wrong: the rows to validate on are brought to 0 to 1 by their own smallest and largest values
# causes: validation scale prediction
# source: StackOverflow, fit_transform on training and validation data
rng = np.random.default_rng(70)


def trips(n, longest):
    distance, weight = rng.uniform(0, longest, n), rng.uniform(1, longest / 2, n)
    return np.stack([distance, weight], axis=1), distance / 20 + np.sqrt(weight) + rng.normal(0, 0.2, n)


def ranged(x, like):
    return (x - like.min(axis=0)) / (like.max(axis=0) - like.min(axis=0))


x, y = trips(600, 200)
x_val, y_val = trips(150, 60)
model = Sequential([Input((2,)), layers.Dense(24, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
x_val = ranged(x_val, x_val)  # -
# + x_val = ranged(x_val, x)
model.fit(ranged(x, x), y, epochs=40, validation_data=(x_val, y_val), verbose=0)
score = 1 - float(model.evaluate(x_val, y_val, verbose=0)) / float(y_val.var())
