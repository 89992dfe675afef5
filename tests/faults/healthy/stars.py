# why: people give 1 to 5 stars at their whim; cumulative answers keep the order, and half right is as good as it gets
rng = np.random.default_rng(64)
x = rng.normal(0, 1, (2500, 5)).astype("float32")
taste = 1.4 * x[:, 0] - x[:, 1] + 0.6 * x[:, 2] * x[:, 3]
stars = np.digitize(taste + rng.logistic(0, 0.8, 2500), [-2.2, -0.8, 0.6, 2.0])
above = (stars[:, None] > np.arange(4)).astype("float32")


class Thresholds(layers.Layer):
    """One score, and four cuts in its way."""

    def build(self, shape):
        self.cuts = self.add_weight(shape=(4,), initializer=lambda shape, dtype=None: ops.convert_to_tensor([-1.5, -0.5, 0.5, 1.5], dtype))

    def call(self, score):
        return ops.sigmoid(score - self.cuts)


model = Sequential([Input((5,)), layers.Dense(16, activation="tanh"), layers.Dense(1, use_bias=False), Thresholds()])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["binary_accuracy"])
model.fit(x[:2000], above[:2000], batch_size=50, epochs=25, validation_data=(x[2000:], above[2000:]), verbose=0)
