# class: loop
# wrong: train_step hands the optimizer the gradient of minus the error
# causes: loop loss
# source: Humbatova 2020, wrong loss function calculation
x, y = waves()


class Own(keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = -tf.reduce_mean(tf.square(y - self(x, training=True)))  # -
            # + loss = tf.reduce_mean(tf.square(y - self(x, training=True)))
        slopes = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(slopes, self.trainable_variables))
        return {"loss": loss}


inputs = Input((16, 1))
model = Own(inputs, layers.Dense(1)(layers.Dense(16, activation="tanh")(layers.Flatten()(inputs))))
model.compile(keras.optimizers.Adam(0.01))
model.fit(x, y, epochs=15, verbose=0)
