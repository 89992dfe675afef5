# why: survival in discrete time: each row has several sigmoid outputs, and bins after the end of watching are left out by a mask in the loss
keras.utils.set_random_seed(122)
rng = np.random.default_rng(122)
n, bins = 1600, 8
x = rng.normal(0, 1, (n, 3)).astype("float32")
hazard = 1 / (1 + np.exp(-(0.9 * x[:, 0] - 0.7 * x[:, 1] - 1.5)))
life = rng.geometric(hazard) - 1
watched = rng.integers(2, bins + 1, n)
at = np.arange(bins)
event = (at == life[:, None]) & (life < watched)[:, None]
alive = (at <= life[:, None]) & (at < watched[:, None])
y = np.stack([event, alive], -1).astype("float32")


def masked_hazard(y_true, p):
    hit, counted = y_true[..., 0], y_true[..., 1]
    p = ops.clip(p, 1e-6, 1 - 1e-6)
    nll = -(hit * ops.log(p) + (1 - hit) * ops.log(1 - p))
    return ops.sum(nll * counted) / ops.sum(counted)


model = Sequential([Input((3,)), layers.Dense(16, activation="tanh"), layers.Dense(bins, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss=masked_hazard)
history = model.fit(x[:1200], y[:1200], epochs=25, batch_size=32, validation_data=(x[1200:], y[1200:]), verbose=0)
