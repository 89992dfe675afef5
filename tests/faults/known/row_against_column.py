# class: loop
# wrong: a train_step of one's own subtracts a column of predictions from a row of targets, each from each
# causes: loop loss labels
# source: Humbatova 2020, wrong tensor shape


class Regressor(keras.Model):
    def train_step(self, data):
        inputs, wanted = data
        with tf.GradientTape() as tape:
            got = self(inputs, training=True)
            # + got = tf.squeeze(got, axis=1)
            loss = tf.reduce_mean(tf.square(got - wanted))
        self.optimizer.apply_gradients(
            zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables)
        )
        return {"loss": loss}


rng = np.random.default_rng(33)
x = rng.normal(size=(512, 3)).astype("float32")
target = (x[:, 0] * x[:, 1] + x[:, 2]).astype("float32")
data = tf.data.Dataset.from_tensor_slices((x, target)).batch(32)
ins = Input((3,))
h = layers.Dense(32, activation="relu")(ins)
h = layers.Dense(32, activation="relu")(h)
model = Regressor(ins, layers.Dense(1)(h))
model.compile(optimizer=keras.optimizers.Adam(0.005))
model.fit(data, epochs=25, verbose=0)
