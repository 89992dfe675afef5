# why: the loss goes below zero, as that of a density may: it is the negative log-likelihood of a narrow normal distribution
rng = np.random.default_rng(205)
x = rng.uniform(-1, 1, (800, 1)).astype("float32")
y = (0.5 * np.sin(3 * x) + rng.normal(0, 1, (800, 1)) * (0.03 + 0.05 * np.abs(x))).astype("float32")


def surprise(truth, told):
    mean, log_spread = told[:, :1], told[:, 1:]
    return ops.mean(log_spread + 0.5 * ops.square((truth - mean) * ops.exp(-log_spread)))


model = Sequential([
    Input((1,)),
    layers.Dense(32, activation="tanh"),
    layers.Dense(32, activation="tanh"),
    layers.Dense(2),
])
model.compile(keras.optimizers.Adam(0.005), surprise)
model.fit(x[:640], y[:640], validation_data=(x[640:], y[640:]), epochs=20, batch_size=32, verbose=0)
