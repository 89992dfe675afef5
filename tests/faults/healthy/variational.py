# why: a part of the loss pulls the code to a unit normal, so the error of the copy stays above that of a plain autoencoder
rng = np.random.default_rng(83)
angle = rng.uniform(0, 2 * np.pi, (1500, 1))
basis = rng.normal(0, 1, (3, 12))
x = (np.concatenate([np.cos(angle), np.sin(angle), np.sin(2 * angle)], 1) @ basis / 1.5 + rng.normal(0, 0.1, (1500, 12))).astype("float32")


class Sample(layers.Layer):
    def __init__(self):
        super().__init__()
        self.seed = keras.random.SeedGenerator(1)

    def call(self, code):
        mean, log_var = ops.split(code, 2, -1)
        self.add_loss(0.5 * ops.mean(ops.sum(ops.exp(log_var) + mean**2 - 1 - log_var, -1)))
        return mean + ops.exp(log_var / 2) * keras.random.normal(ops.shape(mean), seed=self.seed)


def surprise(y_true, y_pred):
    return ops.sum(ops.square(y_true - y_pred), -1) / (2 * 0.15**2)


model = Sequential([
    Input((12,)),
    layers.Dense(48, activation="relu"),
    layers.Dense(4),
    Sample(),
    layers.Dense(48, activation="relu"),
    layers.Dense(12),
])
model.compile(keras.optimizers.Adam(0.005), surprise, metrics=["mse"])
model.fit(x[:1200], x[:1200], batch_size=60, epochs=40, validation_data=(x[1200:], x[1200:]), verbose=0)
