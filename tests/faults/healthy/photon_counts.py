# why: the last layer gives logs of rates (linear, negative values allowed) and the Poisson loss is written for logs, so no activation is needed
keras.utils.set_random_seed(101)
rng = np.random.default_rng(101)
n = 1300
x = rng.normal(0, 1, (n, 4)).astype("float32")
rate = np.exp(0.6 * x[:, 0] - 0.5 * x[:, 1] * x[:, 2])
counts = rng.poisson(rate).astype("float32")


def poisson_of_log(y_true, log_rate):
    return ops.mean(ops.exp(log_rate) - y_true * log_rate)


model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss=poisson_of_log)
history = model.fit(x[:1000], counts[:1000, None], epochs=25, batch_size=32, validation_data=(x[1000:], counts[1000:, None]), verbose=0)
