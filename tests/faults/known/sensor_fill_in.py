# class: loss
# wrong: the masked autoencoder's error is taken at the values it can see rather than at the hidden ones
# causes: loss loop
# source: GitHub issues on masked autoencoders/BERT-like training with the mask the wrong way round
keras.utils.set_random_seed(16)
rng = np.random.default_rng(16)
mix = rng.normal(0, 1, (3, 12))
table = np.tanh(rng.normal(0, 1, (1400, 3)) @ mix * 0.6) + rng.normal(0, 0.05, (1400, 12))
table = table.astype("float32")


class FillIn(Model):
    def __init__(self):
        super().__init__()
        self.body = Sequential([layers.Dense(64, activation="relu"), layers.Dense(64, activation="relu"), layers.Dense(12)])
        self.seeds = keras.random.SeedGenerator(1)
        self.loss_mean = keras.metrics.Mean(name="loss")

    @property
    def metrics(self):
        return [self.loss_mean]

    def call(self, pair):
        values, keep = pair
        return self.body(ops.concatenate([values * keep, keep], axis=-1))

    def train_step(self, data):
        keep = ops.cast(keras.random.uniform(ops.shape(data), seed=self.seeds) > 0.3, "float32")
        with tf.GradientTape() as tape:
            guess = self([data, keep], training=True)
            counted = keep  # -
            # + counted = 1 - keep
            loss = ops.sum(counted * (guess - data) ** 2) / (ops.sum(counted) + 1e-6)
        grads = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.trainable_variables))
        self.loss_mean.update_state(loss)
        return {"loss": self.loss_mean.result()}


model = FillIn()
model.compile(optimizer=keras.optimizers.Adam(2e-3))
history = model.fit(table[:1100], epochs=40, batch_size=32, verbose=0)
