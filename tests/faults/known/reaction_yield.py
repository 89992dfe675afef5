# class: loop
# wrong: targets of shape (batch,) are subtracted from predictions of shape (batch, 1), which broadcasts to (batch, batch)
# causes: loss loop
# source: StackOverflow: custom training loop predicts the mean; shape broadcasting in the loss
keras.utils.set_random_seed(15)
rng = np.random.default_rng(15)
x = rng.uniform(-1, 1, (1000, 4)).astype("float32")
y = (0.5 + 0.3 * np.tanh(2 * x[:, 0]) - 0.25 * x[:, 1] ** 2 + 0.2 * x[:, 2] + rng.normal(0, 0.02, 1000)).astype("float32")
train = tf.data.Dataset.from_tensor_slices((x[:800], y[:800])).shuffle(800, seed=1).batch(32)
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(1)])
optimizer = keras.optimizers.Adam(3e-3)


@tf.function
def step(xb, yb):
    with tf.GradientTape() as tape:
        pred = model(xb, training=True)
        loss = tf.reduce_mean((pred - yb) ** 2)  # -
        # + loss = tf.reduce_mean((pred[:, 0] - yb) ** 2)
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return loss


losses = []
for epoch in range(30):
    losses.append(np.mean([float(step(xb, yb)) for xb, yb in train]))
