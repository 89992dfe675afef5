# class: output
# wrong: the width of the predicted normal distribution comes from a linear unit, so it can be zero or negative and its logarithm is nan
# causes: activation nan loss
# source: forum questions on Gaussian negative log-likelihood heads that give nan
keras.utils.set_random_seed(61)
rng = np.random.default_rng(61)
n = 1200
x = rng.normal(0, 1, (n, 4)).astype("float32")
wind = (x[:, 0] + np.exp(0.5 * x[:, 1] - 1) * rng.normal(0, 1, n)).astype("float32")


def normal_nll(y_true, out):
    centre, width = out[:, :1], out[:, 1:]
    return ops.mean(ops.log(width) + 0.5 * ((y_true - centre) / width) ** 2)


inputs = Input((4,))
h = layers.Dense(32, activation="relu")(inputs)
centre = layers.Dense(1)(h)
width = layers.Dense(1)(h)  # -
# + width = layers.Dense(1, activation="softplus")(h)
model = Model(inputs, layers.Concatenate()([centre, width]))
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss=normal_nll)
history = model.fit(x[:900], wind[:900, None], epochs=20, batch_size=32, validation_data=(x[900:], wind[900:, None]), verbose=0)
