# why: own loop that keeps a moving average of the weights and evaluates a second model, which itself is never trained by an optimizer
keras.utils.set_random_seed(126)
rng = np.random.default_rng(126)
x = rng.normal(0, 1, (900, 6)).astype("float32")
y = (x[:, :1] * x[:, 1:2] + 0.5 * x[:, 2:3] > 0).astype("float32")


def build():
    return Sequential([Input((6,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(1)])


fast, slow = build(), build()
slow.set_weights(fast.get_weights())
slow.trainable = False
optimizer = keras.optimizers.Adam(5e-3)
entropy = keras.losses.BinaryCrossentropy(from_logits=True)
data = tf.data.Dataset.from_tensor_slices((x[:700], y[:700])).shuffle(700, seed=2).batch(32)


@tf.function
def step(xb, yb):
    with tf.GradientTape() as tape:
        loss = entropy(yb, fast(xb, training=True))
    optimizer.apply_gradients(zip(tape.gradient(loss, fast.trainable_variables), fast.trainable_variables))
    for s, f in zip(slow.variables, fast.variables):
        s.assign(0.98 * s + 0.02 * f)
    return loss


losses = []
for epoch in range(30):
    losses.append(np.mean([float(step(xb, yb)) for xb, yb in data]))
chance = 1 / (1 + np.exp(-slow.predict(x[700:], verbose=0)))
