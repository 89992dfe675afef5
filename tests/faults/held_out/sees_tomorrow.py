# class: data
# wrong: the convolution looks both ways, and the next value lies to its right
# causes: leak
# source: Humbatova 2020, wrong network architecture
rng = np.random.default_rng(19)


def series(n, seed):
    rng = np.random.default_rng(seed)
    speed = rng.uniform(0.4, 1.2, (n, 1))
    return np.sin(rng.uniform(0, 6.3, (n, 1)) + speed * np.arange(25)) + rng.normal(0, 0.03, (n, 25))


train, new = series(300, 1), series(200, 2)
x, y = train[:, :-1, None], train[:, 1:, None]
x_new, next_new = new[:, :-1, None], new[:, -1]
padding = "same"  # -
# + padding = "causal"
model = Sequential([
    Input((24, 1)),
    layers.Conv1D(24, 5, padding=padding, activation="relu"),
    layers.Conv1D(24, 5, padding=padding, activation="relu"),
    layers.Dense(1),
])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x, y, epochs=20, verbose=0)
