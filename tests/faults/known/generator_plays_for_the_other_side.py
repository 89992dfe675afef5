# class: loop
# wrong: the generator is rewarded when its numbers are found out
# causes: loop loss labels
# source: Humbatova 2020, wrong loss calculation
rng = np.random.default_rng(22)
maker = Sequential([Input((2,)), layers.Dense(16, activation="relu"), layers.Dense(1)])
judge = Sequential([Input((1,)), layers.Dense(16, activation="relu"), layers.Dense(1)])
for_maker, for_judge = keras.optimizers.Adam(0.003, beta_1=0.5), keras.optimizers.Adam(0.003, beta_1=0.5)
told_apart = keras.losses.BinaryCrossentropy(from_logits=True)


@tf.function
def round_of(true, noise):
    with tf.GradientTape() as tape:
        genuine, forged = judge(true), judge(maker(noise))
        loss = told_apart(tf.ones_like(genuine), genuine) + told_apart(tf.zeros_like(forged), forged)
    for_judge.apply_gradients(zip(tape.gradient(loss, judge.trainable_variables), judge.trainable_variables))
    with tf.GradientTape() as tape:
        forged = judge(maker(noise))
        loss = told_apart(tf.zeros_like(forged), forged)  # -
        # + loss = told_apart(tf.ones_like(forged), forged)
    for_maker.apply_gradients(zip(tape.gradient(loss, maker.trainable_variables), maker.trainable_variables))


for step in range(800):
    true = rng.normal(3, 0.7, (64, 1)).astype("float32")
    round_of(tf.constant(true), tf.constant(rng.normal(size=(64, 2)).astype("float32")))
