# why: the predictions lie above nine of ten targets on purpose: it is a 90% quantile with the pinball loss
keras.utils.set_random_seed(134)


def waits(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(0, 1, (n, 2))
    return x.astype("float32"), (x[:, :1] * 2 + (0.2 + x[:, 1:]) * rng.exponential(1, (n, 1))).astype("float32")


def pinball(y, q):
    return ops.maximum(0.9 * (y - q), -0.1 * (y - q))


x, wait = waits(2000, 0)
model = Sequential([Input((2,)), layers.Dense(24, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.005), pinball)
model.fit(x, wait, epochs=15, batch_size=50, verbose=0)
