# class: loss
# wrong: the likelihood counts rows whose observation ended early (censored) as failures at that time
# causes: loss labels
# source: statistics forum questions on survival networks that ignore censoring
keras.utils.set_random_seed(9)
rng = np.random.default_rng(9)
n = 1500
x = rng.normal(0, 1, (n, 3)).astype("float32")
true_mean = np.exp(0.8 * x[:, 0] - 0.6 * x[:, 1] + 1.5)
life = rng.exponential(true_mean)
watched = rng.uniform(0.5, 4, n)
time = np.minimum(life, watched)
failed = (life <= watched).astype("float32")
y = np.stack([time, failed], 1).astype("float32")


def exponential_nll(y_true, log_mean):
    t, event = y_true[:, :1], y_true[:, 1:]
    return ops.mean(log_mean + t * ops.exp(-log_mean))  # -
    # + return ops.mean(event * log_mean + t * ops.exp(-log_mean))


model = Sequential([Input((3,)), layers.Dense(16, activation="tanh"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss=exponential_nll)
history = model.fit(x[:1200], y[:1200], epochs=25, batch_size=32, validation_data=(x[1200:], y[1200:]), verbose=0)
expected_life = np.exp(model.predict(x[1200:], verbose=0)[:, 0])
