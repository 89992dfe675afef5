# class: network
# wrong: rounding in the code blocks the gradient, so the encoder before it is never trained
# causes: gradient frozen
# source: StackOverflow: tf.round is not differentiable / "Gradients do not exist for variables" warning
keras.utils.set_random_seed(35)
rng = np.random.default_rng(35)
kinds = rng.normal(0, 1, (16, 30))
pick = rng.integers(0, 16, 1200)
x = (kinds[pick] + rng.normal(0, 0.3, (1200, 30))).astype("float32")


class BitCoder(Model):
    def __init__(self, bits):
        super().__init__()
        self.encoder = Sequential([layers.Dense(24, activation="relu"), layers.Dense(bits, activation="sigmoid")])
        self.decoder = Sequential([layers.Dense(32, activation="relu"), layers.Dense(30)])

    def call(self, inputs):
        soft = self.encoder(inputs)
        hard = ops.round(soft)  # -
        # + hard = soft + ops.stop_gradient(ops.round(soft) - soft)
        return self.decoder(hard)


model = BitCoder(4)
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse")
history = model.fit(x[:900], x[:900], epochs=40, batch_size=32, verbose=0)
