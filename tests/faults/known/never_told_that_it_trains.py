# class: loop
# wrong: the loop calls the network without training=True, so BatchNormalization scales nothing and learns no means
# causes: loop scale batch
# source: StackOverflow, BatchNormalization in a custom training loop
table, price = houses(480, seed=30)
dear = (price > np.median(price)).astype("float32")[:, None]
net = Sequential([Input((4,)), layers.BatchNormalization(momentum=0.9), layers.Dense(24, "relu"), layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.1)
bce = keras.losses.BinaryCrossentropy(from_logits=True)
loader = tf.data.Dataset.from_tensor_slices((table[:400], dear[:400])).shuffle(400, seed=0).batch(40)
for epoch in range(30):
    for batch, truth in loader:
        with tf.GradientTape() as tape:
            value = bce(truth, net(batch))  # -
            # + value = bce(truth, net(batch, training=True))
        optimizer.apply(tape.gradient(value, net.trainable_variables), net.trainable_variables)
score = float(np.mean((net(table[400:]).numpy() > 0) == dear[400:]))
