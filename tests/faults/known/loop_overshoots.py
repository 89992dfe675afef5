# class: loop
# wrong: steps of a rate of 2 by hand
# causes: diverging rate
# source: DeepLocalize, exploding
x, y = waves()
x = tf.constant(x[:, :, 0])
w = tf.Variable(tf.ones((16, 1)) * 0.1)
for step in range(25):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((x @ w - y) ** 2)
    w.assign_sub(2.0 * tape.gradient(loss, w))  # -
    # + w.assign_sub(0.05 * tape.gradient(loss, w))
