# class: prediction
# wrong: the test is predicted with training=True, in which half of the units are dropped
# causes: prediction dropout
# source: StackOverflow, predictions differ from call to call; Humbatova 2020, training flag
rng = np.random.default_rng(56)
centres = rng.normal(0, 1, (8, 5))
y = rng.integers(0, 8, 800)
x = (centres[y] + rng.normal(0, 0.35, (800, 5))).astype("float32")
model = Sequential([Input((5,)), layers.Dense(32, activation="relu"), layers.Dropout(0.5), layers.Dense(24, activation="relu"), layers.Dropout(0.5), layers.Dense(8)])
optimizer = keras.optimizers.Adam(0.005)
crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


@tf.function
def step(rows, labels):
    with tf.GradientTape() as tape:
        loss = crossentropy(labels, model(rows, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))


for epoch in range(25):
    order = rng.permutation(600)
    for part in np.split(order, 20):
        step(x[part], y[part])
logits = model(x[600:], training=True)  # -
# + logits = model(x[600:], training=False)
accuracy = float(np.mean(np.argmax(logits, axis=1) == y[600:]))
