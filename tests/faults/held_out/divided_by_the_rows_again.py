# class: loop
# wrong: the loss is a mean already, and the step is divided by the number of rows once more
# causes: rate loop underfitting
# source: Humbatova 2020, wrong training loop
table, price = houses()
x, y = tf.constant(scaled(table)), tf.constant(scaled(price)[:, None])
net = Sequential([Input((4,)), layers.Dense(24, activation="tanh"), layers.Dense(1)])
rate, size = 0.1, 25


@tf.function
def learn(rows, worth):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(worth - net(rows)))
    weights = net.trainable_weights
    for weight, slope in zip(weights, tape.gradient(loss, weights)):
        weight.assign(weight - rate * slope / len(x))  # -
        # + weight.assign(weight - rate * slope)
    return loss


for epoch in range(20):
    for start in range(0, len(x), size):
        learn(x[start:start + size], y[start:start + size])
