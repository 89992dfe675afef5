# class: loop
# wrong: outputs (n, 1) minus labels (n,) makes a table of n by n differences
# causes: loop loss
# source: Humbatova 2020, wrong tensor shape
x, y = houses()
x, y = tf.constant(scaled(x)), tf.constant(scaled(y))
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(1)])
adam = keras.optimizers.Adam(0.01)


@tf.function
def train(x, y):
    with tf.GradientTape() as tape:
        error = model(x, training=True) - y  # -
        # + error = model(x, training=True)[:, 0] - y
        loss = tf.reduce_mean(error**2)
    adam.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss


for epoch in range(60):
    train(x, y)
