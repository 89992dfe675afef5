# why: a loss below 0, which the likelihood of a mean and a spread may be
rng = np.random.default_rng(107)
x = rng.uniform(-1, 1, (650, 1)).astype("float32")
truth = np.sin(3 * x[:, 0])
y = (truth + rng.normal(0, 0.05 + 0.05 * np.abs(x[:, 0]), 650)).astype("float32")[:, None]


def unlikely(y_true, y_pred):
    mean, log_spread = y_pred[:, :1], y_pred[:, 1:]
    return log_spread + 0.5 * ops.square((y_true - mean) / ops.exp(log_spread))


model = Sequential([Input((1,)), layers.Dense(32, activation="tanh"), layers.Dense(32, activation="tanh"), layers.Dense(2)])
model.compile(keras.optimizers.Adam(0.005), loss=unlikely)
model.fit(x[:500], y[:500], epochs=50, validation_data=(x[500:], y[500:]), verbose=0)
