# class: loss
# wrong: predictions (32, 1) minus targets (32,) is a table of 32 by 32, whose best answer is the mean
# causes: labels loss loop
# source: StackOverflow, model predicts the mean, y of shape (n,) in a custom loop
rng = np.random.default_rng(63)
x = rng.uniform(-1, 1, (800, 4)).astype("float32")
y = (np.sin(3 * x[:, 0]) + x[:, 1] * x[:, 2]).astype("float32")

model = keras.Sequential([Input((4,)), layers.Dense(32, activation="tanh"), layers.Dense(1)])
optimizer = keras.optimizers.Adam(0.01)
batches = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(800).batch(32)


@tf.function
def step(inputs, targets):
    with tf.GradientTape() as tape:
        predictions = model(inputs, training=True)
        loss = tf.reduce_mean(tf.square(predictions - targets))  # -
        # + loss = tf.reduce_mean(tf.square(predictions[:, 0] - targets))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


losses = []
for epoch in range(40):
    losses.append(float(np.mean([step(inputs, targets) for inputs, targets in batches])))
