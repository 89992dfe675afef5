# why: gradients of four small batches are collected and averaged before each step, and the sums are set back to zero afterwards
keras.utils.set_random_seed(127)
rng = np.random.default_rng(127)
x = rng.normal(0, 1, (800, 4)).astype("float32")
y = (np.abs(x[:, :1]) - x[:, 1:2] + rng.normal(0, 0.1, (800, 1))).astype("float32")
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
optimizer = keras.optimizers.Adam(1e-2)
kept = [np.zeros(v.shape, "float32") for v in model.trainable_variables]


@tf.function
def gradients(xb, yb):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(xb, training=True) - yb) ** 2)
    return loss, tape.gradient(loss, model.trainable_variables)


losses, seen = [], 0
for epoch in range(40):
    order = rng.permutation(640)
    for start in range(0, 640, 16):
        rows = order[start : start + 16]
        loss, grads = gradients(x[rows], y[rows])
        losses.append(float(loss))
        kept = [k + g.numpy() / 4 for k, g in zip(kept, grads)]
        seen += 1
        if seen % 4 == 0:
            optimizer.apply_gradients([(tf.constant(k), v) for k, v in zip(kept, model.trainable_variables)])
            kept = [np.zeros_like(k) for k in kept]
