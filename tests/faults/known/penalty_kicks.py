# class: output
# wrong: the last layer gives logits without a softmax while the loss takes them for probabilities
# causes: activation loss
# source: Stack Overflow questions on from_logits; DeepFD (missing softmax)
keras.utils.set_random_seed(25)


def kicks(n, seed):
    rng = np.random.default_rng(seed)
    corner = rng.integers(0, 5, n)
    angle = 2 * np.pi * corner / 5
    x = np.stack([np.cos(angle), np.sin(angle), rng.normal(0, 1, n) * 0.3, np.cos(2 * angle)], 1)
    return (x + rng.normal(0, 0.25, (n, 4))).astype("float32"), corner


class Kicker(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(32, activation="relu")
        self.second = layers.Dense(32, activation="relu")
        self.out = layers.Dense(5)  # -
        # + self.out = layers.Dense(5, activation="softmax")

    def call(self, x):
        return self.out(self.second(self.first(x)))


x, corner = kicks(900, 0)
model = Kicker()
model.compile(keras.optimizers.Adam(), keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
model.fit(x, corner, epochs=15, batch_size=32, validation_split=0.2, verbose=0)
