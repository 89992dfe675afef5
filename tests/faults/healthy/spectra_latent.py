# why: a variational autoencoder in train_step: the loss sums two terms over 32 values (far from 0 at the end) and sampling makes it jump, but it rebuilds held-out spectra
keras.utils.set_random_seed(144)
rng = np.random.default_rng(144)
grid = np.linspace(0, 1, 32)
place, height = rng.uniform(0.2, 0.8, (1200, 1)), rng.uniform(0.5, 1.5, (1200, 1))
spectra = (height * np.exp(-((grid - place) ** 2) / 0.02) + rng.normal(0, 0.03, (1200, 32))).astype("float32")


class Variational(Model):
    def __init__(self):
        super().__init__()
        self.encoder = Sequential([layers.Dense(48, activation="relu"), layers.Dense(8)])
        self.decoder = Sequential([layers.Dense(48, activation="relu"), layers.Dense(32)])
        self.loss_mean = keras.metrics.Mean(name="loss")

    @property
    def metrics(self):
        return [self.loss_mean]

    def call(self, x):
        return self.decoder(self.encoder(x)[:, :4])

    def train_step(self, x):
        with tf.GradientTape() as tape:
            mean, log_var = tf.split(self.encoder(x), 2, axis=1)
            z = mean + tf.exp(0.5 * log_var) * tf.random.normal(tf.shape(mean))
            fit_term = tf.reduce_sum((self.decoder(z) - x) ** 2, axis=1) / (2 * 0.1**2)
            kl = 0.5 * tf.reduce_sum(mean**2 + tf.exp(log_var) - log_var - 1, axis=1)
            loss = tf.reduce_mean(fit_term + kl)
        weights = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        self.loss_mean.update_state(loss)
        return {"loss": self.loss_mean.result()}


model = Variational()
model.compile(optimizer=keras.optimizers.Adam(3e-3))
history = model.fit(spectra[:900], epochs=35, batch_size=32, verbose=0)
rebuilt = np.asarray(model(spectra[900:]))
