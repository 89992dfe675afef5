# class: loop
# wrong: the metric is never reset, so that each epoch shows the mean of all epochs so far
# causes: metric loop
# source: TensorFlow guide, reset_state at the end of an epoch
x, y = flowers(400, seed=58)
net = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
adam, entropy = keras.optimizers.Adam(0.002), keras.losses.SparseCategoricalCrossentropy()
seen = keras.metrics.SparseCategoricalAccuracy()
rows = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(400, seed=0).batch(40)
shown = []
for epoch in range(12):
    # + seen.reset_state()
    for some, told in rows:
        with tf.GradientTape() as tape:
            said = net(some, training=True)
            loss = entropy(told, said)
        adam.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
        seen.update_state(told, said)
    shown.append(float(seen.result()))
score = shown[-1], float(np.mean(net(x).numpy().argmax(1) == y))
