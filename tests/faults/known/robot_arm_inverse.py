# class: loss
# wrong: the mixture density loss takes the weighted sum of log densities instead of the log of the weighted sum, so all weight goes to one component
# causes: loss
# source: forum questions on mixture density networks that collapse to one mode
keras.utils.set_random_seed(14)
rng = np.random.default_rng(14)
n, parts = 1500, 4
angle = rng.uniform(-1.5, 1.5, (n, 1))
x = (angle**2 + rng.normal(0, 0.05, (n, 1))).astype("float32")
y = angle.astype("float32")


def mixture_nll(y_true, out):
    logit, centre, log_width = ops.split(out, 3, axis=-1)
    log_width = ops.clip(log_width, -4, 3)
    log_part = -0.5 * ((y_true - centre) / ops.exp(log_width)) ** 2 - log_width - 0.919
    log_weight = ops.log_softmax(logit, axis=-1)
    return -ops.sum(ops.exp(log_weight) * log_part, axis=-1)  # -
    # + return -ops.logsumexp(log_weight + log_part, axis=-1)


model = Sequential([Input((1,)), layers.Dense(32, activation="tanh"), layers.Dense(32, activation="tanh"), layers.Dense(3 * parts)])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss=mixture_nll)
history = model.fit(x[:1200], y[:1200], epochs=35, batch_size=32, validation_data=(x[1200:], y[1200:]), verbose=0)
