# why: after the training the model is frozen on purpose and the input is changed by gradient ascent
keras.utils.set_random_seed(128)
x, label = points(700, seed=10)
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(16, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x, label, epochs=15, batch_size=32, verbose=0)
model.trainable = False
dream = tf.Variable(x[label == 0][:20])
before = float(tf.reduce_mean(model(dream)))
for _ in range(40):
    with tf.GradientTape() as tape:
        score_of_one = tf.reduce_sum(model(dream))
    dream.assign_add(0.02 * tf.math.l2_normalize(tape.gradient(score_of_one, dream), axis=1))
after = float(tf.reduce_mean(model(dream)))
