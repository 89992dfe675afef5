# why: a GAN; both losses hover and neither falls, which is right as long as the generated points lie on the ring
keras.utils.set_random_seed(109)
rng = np.random.default_rng(109)
angle = rng.uniform(0, 2 * np.pi, 2048)
real = np.stack([np.cos(angle), np.sin(angle)], 1) + rng.normal(0, 0.05, (2048, 2))
data = tf.data.Dataset.from_tensor_slices(real.astype("float32")).shuffle(2048).batch(64, drop_remainder=True)
maker = Sequential([Input((4,)), layers.Dense(48, activation="relu"), layers.Dense(48, activation="relu"), layers.Dense(2)])
judge = Sequential([Input((2,)), layers.Dense(48, activation="leaky_relu"), layers.Dense(48, activation="leaky_relu"), layers.Dense(1)])
maker_opt, judge_opt = keras.optimizers.Adam(1e-3, beta_1=0.5), keras.optimizers.Adam(1e-3, beta_1=0.5)
entropy = keras.losses.BinaryCrossentropy(from_logits=True)


@tf.function
def play(batch):
    seeds = tf.random.normal((64, 4))
    with tf.GradientTape() as tape:
        yes, no = judge(batch), judge(maker(seeds))
        judge_loss = entropy(tf.ones_like(yes), yes) + entropy(tf.zeros_like(no), no)
    judge_opt.apply_gradients(zip(tape.gradient(judge_loss, judge.trainable_variables), judge.trainable_variables))
    with tf.GradientTape() as tape:
        no = judge(maker(seeds))
        maker_loss = entropy(tf.ones_like(no), no)
    maker_opt.apply_gradients(zip(tape.gradient(maker_loss, maker.trainable_variables), maker.trainable_variables))
    return judge_loss, maker_loss


log = []
for epoch in range(30):
    for batch in data:
        losses = play(batch)
    log.append([float(v) for v in losses])
