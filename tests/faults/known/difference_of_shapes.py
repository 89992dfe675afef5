# class: output
# wrong: predictions (32, 1) less targets (32,) are all differences of all rows, (32, 32)
# causes: labels loss loop
# source: StackOverflow, broadcasting in an own loss
rng = np.random.default_rng(31)
x = rng.uniform(-1, 1, (650, 3)).astype("float32")
y = (x[:, 0] * 2 - x[:, 1] + np.abs(x[:, 2]) + rng.normal(0, 0.1, 650)).astype("float32")
model = Sequential([Input((3,)), layers.Dense(24, activation="relu"), layers.Dense(1)])
optimizer = keras.optimizers.Adam(0.01)
batches = tf.data.Dataset.from_tensor_slices((x[:500], y[:500])).shuffle(500).batch(32)


@tf.function
def step(rows, targets):
    with tf.GradientTape() as tape:
        predicted = model(rows, training=True)
        # + predicted = predicted[:, 0]
        loss = tf.reduce_mean(tf.square(predicted - targets))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


losses = []
for epoch in range(25):
    losses.append(float(np.mean([step(rows, targets) for rows, targets in batches])))
