# class: loop
# wrong: the loss is a mean already, and the step is divided by the number of rows once more
# causes: rate loop underfitting
# source: Humbatova 2020, wrong training loop
x, y = points()
x, y = tf.constant(x), tf.constant(y[:, None], tf.float32)
net = Sequential([Input((2,)), layers.Dense(24, activation="tanh"), layers.Dense(1, activation="sigmoid")])
rate = 0.5

for epoch in range(12):
    for start in range(0, len(x), 20):
        with tf.GradientTape() as tape:
            p = net(x[start:start + 20])
            loss = tf.reduce_mean(keras.losses.binary_crossentropy(y[start:start + 20], p))
        weights = net.trainable_weights
        for weight, slope in zip(weights, tape.gradient(loss, weights)):
            weight.assign(weight - rate * slope / len(x))  # -
            # + weight.assign(weight - rate * slope)
