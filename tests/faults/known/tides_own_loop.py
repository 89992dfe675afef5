# class: loss
# wrong: targets (n,) minus outputs (n, 1) make an n by n table in the loss, the model only learns the mean
# causes: loss labels loop
# source: Stack Overflow questions on broadcasting in own losses; Humbatova et al. (wrong shape of tensor)
keras.utils.set_random_seed(20)


def tides(n, seed):
    rng = np.random.default_rng(seed)
    moon, wind, pressure = rng.uniform(0, 6.3, n), rng.normal(0, 1, n), rng.normal(0, 1, n)
    level = 1.5 * np.cos(moon) + 0.6 * wind - 0.4 * pressure + rng.normal(0, 0.1, n)
    x = np.stack([np.cos(moon), np.sin(moon), wind, pressure], 1)
    return x.astype("float32"), level.astype("float32")


x, level = tides(800, 0)
dataset = tf.data.Dataset.from_tensor_slices((x, level)).shuffle(800, seed=1).batch(40)
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(1)])
optimizer = keras.optimizers.Adam(0.01)


@tf.function
def step(xb, yb):
    with tf.GradientTape() as tape:
        pred = model(xb, training=True)
        loss = tf.reduce_mean(tf.square(yb - pred))  # -
        # + loss = tf.reduce_mean(tf.square(yb - pred[:, 0]))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return loss


losses = []
for epoch in range(20):
    losses.append(np.mean([float(step(xb, yb)) for xb, yb in dataset]))
