# class: output
# wrong: the last layer has relu, so the half of the targets that is below zero can't be predicted
# causes: activation
# source: StackOverflow: relu in the output layer of a regression (UMLAUT, NeuraLint)
keras.utils.set_random_seed(24)
rng = np.random.default_rng(24)
n = 1200
x = rng.normal(0, 1, (n, 6)).astype("float32")
anomaly = (1.5 * x[:, 0] - x[:, 1] + 0.8 * np.sin(2 * x[:, 2]) + rng.normal(0, 0.2, n)).astype("float32")


class Forecaster(Model):
    def __init__(self, units):
        super().__init__()
        self.hidden = [layers.Dense(u, activation="relu") for u in units]
        self.head = layers.Dense(1, activation="relu")  # -
        # + self.head = layers.Dense(1)

    def call(self, inputs):
        h = inputs
        for layer in self.hidden:
            h = layer(h)
        return self.head(h)


model = Forecaster([32, 16])
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss="mse")
history = model.fit(x[:900], anomaly[:900], epochs=25, batch_size=32, validation_data=(x[900:], anomaly[900:]), verbose=0)
