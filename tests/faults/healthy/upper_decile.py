# why: the forecast is the ninth decile on purpose: it lies above nine tenths of what happens, and its mean error is large
rng = np.random.default_rng(65)
x = rng.uniform(0, 1, (2000, 2)).astype("float32")
y = (3 * x[:, 0] + (0.3 + 2 * x[:, 1]) * rng.exponential(1, 2000)).astype("float32")[:, None]


def pinball(y_true, y_pred):
    miss = y_true - y_pred
    return ops.mean(ops.maximum(0.9 * miss, -0.1 * miss), -1)


model = Sequential([Input((2,)), layers.Dense(24, activation="relu"), layers.Dense(1, bias_initializer=keras.initializers.Constant(np.quantile(y, 0.9)))])
model.compile(keras.optimizers.Adam(0.005), pinball, metrics=["mae"])
model.fit(x[:1600], y[:1600], epochs=12, validation_data=(x[1600:], y[1600:]), verbose=0)
