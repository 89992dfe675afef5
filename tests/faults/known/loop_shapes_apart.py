# class: loop
# wrong: labels (n,) against outputs (n, 1) in a train_step of its own
# causes: loop loss
# source: Humbatova 2020, wrong tensor shape
x, y = houses()


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.net = Sequential([layers.Dense(16, activation="relu"), layers.Dense(1)])

    def call(self, x):
        return self.net(x)

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            wrong = tf.abs(tf.reshape(y, [-1]) - self(x, training=True))  # -
            # + wrong = tf.abs(tf.reshape(y, [-1, 1]) - self(x, training=True))
            loss = tf.reduce_mean(wrong)
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables))
        return {"loss": loss}


model = Own()
model.compile("adam")
model.fit(scaled(x), scaled(y), epochs=20, verbose=0)
