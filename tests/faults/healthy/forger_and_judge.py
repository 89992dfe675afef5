# why: two networks play against each other; at the end the judge can tell nothing, so its loss rises to 1.39 and its accuracy falls to a half
rng = np.random.default_rng(87)
real = (np.array([1.5, -0.5]) + rng.normal(0, 1, (4000, 2)) @ np.array([[0.8, 0.3], [0.0, 0.5]])).astype("float32")
forger = Sequential([Input((2,)), layers.Dense(2)])
judge = Sequential([Input((2,)), layers.Dense(24, activation="leaky_relu"), layers.Dense(24, activation="leaky_relu"), layers.Dense(1)])
learn_f, learn_j = keras.optimizers.Adam(0.002, beta_1=0.5), keras.optimizers.Adam(0.004, beta_1=0.5)
bce = keras.losses.BinaryCrossentropy(from_logits=True)


@tf.function(autograph=False)
def step(batch):
    noise = tf.random.normal((64, 2))
    with tf.GradientTape() as tape:
        t, f = judge(batch), judge(forger(noise))
        loss_j = bce(tf.ones_like(t), t) + bce(tf.zeros_like(f), f)
    learn_j.apply_gradients(zip(tape.gradient(loss_j, judge.trainable_variables), judge.trainable_variables))
    with tf.GradientTape() as tape:
        f = judge(forger(tf.random.normal((64, 2))))
        loss_f = bce(tf.ones_like(f), f)
    learn_f.apply_gradients(zip(tape.gradient(loss_f, forger.trainable_variables), forger.trainable_variables))
    return loss_j, loss_f


for number in range(2000):
    if number == 1400:
        learn_f.learning_rate.assign(0.0003)
        learn_j.learning_rate.assign(0.001)
    losses = step(real[rng.integers(0, 4000, 64)])
