# class: loss
# wrong: in a variational autoencoder the price of straying from 0 is so high that the code says nothing
# causes: loss regularizer
# source: Humbatova 2020, wrong loss calculation
class Code(layers.Layer):
    def __init__(self):
        super().__init__()
        self.mean, self.spread = layers.Dense(3), layers.Dense(3)

    def call(self, h):
        mean, log_var = self.mean(h), self.spread(h)
        straying = -0.5 * ops.sum(1 + log_var - ops.square(mean) - ops.exp(log_var), axis=1)
        self.add_loss(50 * ops.mean(straying))  # -
        # + self.add_loss(0.005 * ops.mean(straying))
        return mean + ops.exp(log_var / 2) * keras.random.normal(ops.shape(mean))


rng = np.random.default_rng(16)
x = scaled(np.tanh(rng.normal(size=(500, 3)) @ rng.normal(size=(3, 10)))).astype("float32")
inputs = Input((10,))
h = Code()(layers.Dense(24, activation="relu")(inputs))
model = Model(inputs, layers.Dense(10)(layers.Dense(24, activation="relu")(h)))
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x, x, epochs=30, verbose=0)
