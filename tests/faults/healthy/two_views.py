# why: contrastive: the label is the place in the batch, made anew in each step, and the loss ends well above 0
rng = np.random.default_rng(84)
kind = rng.integers(0, 6, 1800)
centres = rng.normal(0, 1, (6, 4))
inner = centres[kind] + rng.normal(0, 0.25, (1800, 4))
lift = rng.normal(0, 1, (4, 30))
nuisance = rng.normal(0, 1, (5, 30)) * 2


def view(n):
    return (np.tanh(inner @ lift / 2) + rng.normal(0, 1, (n, 5)) @ nuisance / 3).astype("float32")


left, right = view(1800), view(1800)


class Contrast(Model):
    def __init__(self):
        super().__init__()
        self.mean = keras.metrics.Mean(name="loss")
        self.body = Sequential([layers.Dense(64, activation="relu"), layers.Dense(16)])

    def call(self, x):
        z = self.body(x)
        return z / ops.norm(z, axis=-1, keepdims=True)

    def train_step(self, data):
        a, b = data[0]
        with tf.GradientTape() as tape:
            alike = ops.matmul(self(a), ops.transpose(self(b))) / 0.2
            own = ops.arange(ops.shape(alike)[0])
            loss = ops.mean(keras.losses.sparse_categorical_crossentropy(own, alike, from_logits=True))
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables))
        self.mean.update_state(loss)
        return {"loss": self.mean.result()}


model = Contrast()
model.compile(keras.optimizers.Adam(0.003))
model.fit(tf.data.Dataset.from_tensor_slices(((left, right),)).shuffle(1800, seed=0).batch(120, drop_remainder=True), epochs=30, shuffle=False, verbose=0)
