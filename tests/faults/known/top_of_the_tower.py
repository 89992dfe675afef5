# class: batch
# wrong: the gradients are taken for the last layer only, and those below stay as drawn
# causes: loop frozen
# source: Humbatova 2020, gradients of some weights only
rng = np.random.default_rng(49)
x = rng.normal(0, 1, (1600, 6)).astype("float32")
y = (x[:, 0] * x[:, 1] > 0).astype("float32")[:, None]
model = Sequential([Input((6,)), layers.Dense(24, activation="relu"), layers.Dense(16, activation="relu"), layers.Dense(1)])
optimizer = keras.optimizers.Adam(0.01)
learnt = model.layers[-1].trainable_variables  # -
# + learnt = model.trainable_variables
crossentropy = keras.losses.BinaryCrossentropy(from_logits=True)


@tf.function
def step(rows, labels):
    with tf.GradientTape() as tape:
        loss = crossentropy(labels, model(rows, training=True))
    optimizer.apply_gradients(zip(tape.gradient(loss, learnt), learnt))
    return loss


for epoch in range(25):
    order = rng.permutation(1200)
    for start in range(0, 1200, 40):
        step(x[order[start : start + 40]], y[order[start : start + 40]])
