# why: a table of all differences is wanted: distances of each point to each other
x, _ = points(60)
place = tf.Variable(np.random.default_rng(0).normal(0, 1, (60, 1)).astype("float32"))
far = tf.norm(x[:, None] - x[None], axis=2)
for step in range(20):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((tf.abs(place - tf.transpose(place)) - far) ** 2)
    place.assign_sub(tape.gradient(loss, place))
