# class: loop
# wrong: the sums of the accumulated gradients are never set back to zero after a step
# causes: loop gradient diverging nan
# source: StackOverflow: gradient accumulation in TensorFlow 2 (forgotten reset)
keras.utils.set_random_seed(32)
rng = np.random.default_rng(32)
x = rng.uniform(-1, 1, (960, 3)).astype("float32")
y = (np.sin(3 * x[:, :1]) + x[:, 1:2] * x[:, 2:]).astype("float32")
model = Sequential([Input((3,)), layers.Dense(32, activation="tanh"), layers.Dense(32, activation="tanh"), layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.1)
train = tf.data.Dataset.from_tensor_slices((x[:720], y[:720])).shuffle(720, seed=5).batch(16)
every = 4
sums = [tf.Variable(tf.zeros_like(v)) for v in model.trainable_variables]


@tf.function
def add(xb, yb):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(xb, training=True) - yb) ** 2)
    for s, g in zip(sums, tape.gradient(loss, model.trainable_variables)):
        s.assign_add(g / every)
    return loss


@tf.function
def update():
    optimizer.apply_gradients(zip(sums, model.trainable_variables))  # -
    # + optimizer.apply_gradients(zip(sums, model.trainable_variables))
    # + for s in sums:
    # +     s.assign(tf.zeros_like(s))


losses, count = [], 0
for epoch in range(60):
    for xb, yb in train:
        losses.append(float(add(xb, yb)))
        count += 1
        if count % every == 0:
            update()
