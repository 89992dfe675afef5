# why: a mixture density head: outputs are raw parameters, the loss is negative at the end, which is right for densities
keras.utils.set_random_seed(132)
rng = np.random.default_rng(132)
n = 1400
x = rng.uniform(-1, 1, (n, 1)).astype("float32")
side = rng.choice([-1, 1], (n, 1))
y = (side * (0.5 + 0.4 * x) + rng.normal(0, 0.05, (n, 1))).astype("float32")


class Density(layers.Layer):
    def call(self, h):
        logit, centre, width = ops.split(h, 3, axis=-1)
        return ops.stack([ops.log_softmax(logit, axis=-1), centre, ops.softplus(width) + 1e-2], axis=-1)


def nll(y_true, parts):
    weight, centre, width = parts[..., 0], parts[..., 1], parts[..., 2]
    log_density = weight - 0.5 * ((y_true - centre) / width) ** 2 - ops.log(width) - 0.919
    return -ops.logsumexp(log_density, axis=-1)


model = Sequential([Input((1,)), layers.Dense(32, activation="tanh"), layers.Dense(9), Density()])
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss=nll)
history = model.fit(x[:1100], y[:1100], epochs=30, batch_size=32, validation_data=(x[1100:], y[1100:]), verbose=0)
