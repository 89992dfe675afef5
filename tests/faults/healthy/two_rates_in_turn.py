# why: a loop of one's own with two optimizers, one for the body and one for the head
x, y = points(480, seed=81)
t = y[:, None].astype("float32")
body = Sequential([Input((2,)), layers.Dense(32, activation="relu")])
head = Sequential([Input((32,)), layers.Dense(1, activation="sigmoid")])
model = Sequential([body, head])
slow, fast = keras.optimizers.Adam(0.01), keras.optimizers.SGD(0.5)
loss_of = keras.losses.BinaryCrossentropy()
for epoch in range(15):
    for start in range(0, 480, 32):
        with tf.GradientTape(persistent=True) as tape:
            loss = loss_of(t[start : start + 32], model(x[start : start + 32], training=True))
        slow.apply_gradients(zip(tape.gradient(loss, body.trainable_variables), body.trainable_variables))
        fast.apply_gradients(zip(tape.gradient(loss, head.trainable_variables), head.trainable_variables))
