# class: loop
# wrong: the iterator over batches is made once, so that all epochs after the first are empty
# causes: loop underfitting
# source: Humbatova 2020, wrong training loop
x, y = flowers(320, seed=32)
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3)])
criterion = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
opt = keras.optimizers.SGD(0.02)


@tf.function
def train_step(xb, yb):
    with tf.GradientTape() as tape:
        loss = criterion(yb, model(xb, training=True))
    gradients = tape.gradient(loss, model.trainable_weights)
    opt.apply_gradients(zip(gradients, model.trainable_weights))
    return loss


batches = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(320).batch(32)
batches = iter(batches)  # -
losses = []
for epoch in range(40):
    for xb, yb in batches:
        losses.append(float(train_step(xb, yb)))
