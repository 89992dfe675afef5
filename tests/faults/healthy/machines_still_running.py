# why: most machines still run when the study ends; the loss is the likelihood of that, not a distance to what was seen
rng = np.random.default_rng(71)
x = rng.normal(0, 1, (2400, 3)).astype("float32")
hazard = np.exp(-1.5 + 0.8 * x[:, 0] - 0.5 * x[:, 1])
life, study = rng.exponential(1 / hazard), rng.uniform(0.5, 4, 2400)
y = np.stack([np.minimum(life, study), life < study], 1).astype("float32")


def unlikely(y_true, log_hazard):
    time, failed = y_true[:, :1], y_true[:, 1:]
    return ops.exp(log_hazard) * time - failed * log_hazard


model = Sequential([Input((3,)), layers.Dense(8, activation="tanh"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), unlikely)
model.fit(x[:1800], y[:1800], epochs=20, batch_size=60, validation_data=(x[1800:], y[1800:]), verbose=0)
