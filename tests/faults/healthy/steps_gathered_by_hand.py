# why: an own loop adds up the gradients of four small batches before each step, and shuffles by itself
rng = np.random.default_rng(217)
x = rng.normal(0, 1, (640, 5)).astype("float32")
y = (x[:, 0] * x[:, 1] + x[:, 2] > 0).astype("int32")
model = Sequential([Input((5,)), layers.Dense(32, activation="relu"), layers.Dense(2)])
loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.Adam(0.01)


@tf.function
def gradients_of(inputs, answers):
    with tf.GradientTape() as tape:
        loss = loss_of(answers, model(inputs, training=True))
    return loss, tape.gradient(loss, model.trainable_variables)


losses = []
for epoch in range(12):
    order = rng.permutation(512)
    gathered, epoch_losses = None, []
    for number, start in enumerate(range(0, 512, 8)):
        rows = order[start : start + 8]
        loss, gradients = gradients_of(x[rows], y[rows])
        epoch_losses.append(float(loss))
        gathered = gradients if gathered is None else [a + b for a, b in zip(gathered, gradients)]
        if number % 4 == 3:
            optimizer.apply_gradients(zip([g / 4 for g in gathered], model.trainable_variables))
            gathered = None
    losses.append(np.mean(epoch_losses))
right = np.mean(ops.convert_to_numpy(model(x[512:])).argmax(axis=1) == y[512:])
