# class: loop
# wrong: train_step compares the mean of a batch's answers with the mean of its targets
# causes: loop loss
# source: Humbatova 2020, wrong loss calculation
class Learner(keras.Model):
    def __init__(self):
        super().__init__()
        self.body = Sequential([layers.Dense(32, activation="relu"), layers.Dense(1)])

    def call(self, x):
        return self.body(x)

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            answer = self(x, training=True)[:, 0]
            loss = ops.square(ops.mean(answer) - ops.mean(y))  # -
            # + loss = ops.mean(ops.square(answer - y))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        return {"loss": loss}


table, price = houses()
x, y = scaled(table), scaled(price)
model = Learner()
model.compile(optimizer=keras.optimizers.Adam(0.01))
model.fit(x, y, batch_size=100, epochs=25, verbose=0)
