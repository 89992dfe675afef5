# why: trained on the log with the absolute error and turned back with expm1: the raw targets span four powers of ten
keras.utils.set_random_seed(137)


def people(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (n, 4))
    return x.astype("float32"), np.exp(8 + 1.2 * x[:, 0] + 0.5 * np.abs(x[:, 1]) + rng.normal(0, 0.2, n))


x, income = people(1500, 0)
model = Sequential([Input((4,)), layers.Normalization(), layers.Dense(24, activation="relu"), layers.Dense(1)])
model.layers[0].adapt(x)
shift = np.log1p(income).mean()
model.compile(keras.optimizers.Adam(0.005), "mae")
model.fit(x, np.log1p(income) - shift, epochs=20, batch_size=32, verbose=0)
guess = np.expm1(model.predict(people(100, 1)[0], verbose=0)[:, 0] + shift)
