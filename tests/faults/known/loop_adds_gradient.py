# class: loop
# wrong: the gradient is added, so the loss grows
# causes: loop
# source: Humbatova 2020, wrong optimisation in a loop
x, y = waves()
x = tf.constant(x[:, :, 0])
w = tf.Variable(tf.zeros((16, 1)))
b = tf.Variable(tf.zeros((1,)))
for step in range(60):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(x @ w + b - y))
    for variable, slope in zip((w, b), tape.gradient(loss, (w, b))):
        variable.assign_add(0.02 * slope)  # -
        # + variable.assign_sub(0.02 * slope)
