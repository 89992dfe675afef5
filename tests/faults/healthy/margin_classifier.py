# why: labels -1 and 1 with a linear output are right for the hinge loss; the class is the sign
keras.utils.set_random_seed(102)


def seeds(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (n, 2))
    return x.astype("float32"), np.where(x[:, 0] ** 2 + x[:, 1] ** 2 < 0.6, 1.0, -1.0).astype("float32")


x, side = seeds(1000, 0)
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "hinge")
model.fit(x, side, epochs=20, batch_size=32, verbose=0)
guess = np.sign(model.predict(seeds(200, 1)[0], verbose=0)[:, 0])
