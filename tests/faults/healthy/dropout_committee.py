# why: training=True in the prediction is wanted: dropout gives the uncertainty (Monte Carlo), the mean is the prediction
keras.utils.set_random_seed(136)


def slopes(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (n, 3))
    return x.astype("float32"), (2 * x[:, 0] + np.abs(x[:, 1]) + rng.normal(0, 0.1, n)).astype("float32")


x, y = slopes(1000, 0)
inputs = Input((3,))
h = layers.Dropout(0.1)(layers.Dense(64, activation="relu")(inputs))
h = layers.Dropout(0.1)(layers.Dense(64, activation="relu")(h))
model = Model(inputs, layers.Dense(1)(h))
model.compile(keras.optimizers.Adam(0.003), "mse")
model.fit(x, y, epochs=20, batch_size=32, verbose=0)
test, truth = slopes(200, 1)
samples = np.stack([np.asarray(model(test, training=True))[:, 0] for _ in range(30)])
mean, spread = samples.mean(0), samples.std(0)
