# class: loop
# wrong: rows are cut from start on, and labels always from 0 on
# causes: labels loop data
# source: Humbatova 2020, wrong training loop
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3)])
optimizer = keras.optimizers.Adam(0.01)
crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
size = 30


@tf.function
def step(rows, kinds):
    with tf.GradientTape() as tape:
        loss = crossentropy(kinds, model(rows, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


losses = []
for epoch in range(15):
    for start in range(0, len(x), size):
        rows, kinds = x[start:start + size], y[:size]  # -
        # + rows, kinds = x[start:start + size], y[start:start + size]
        losses.append(float(step(tf.constant(rows), tf.constant(kinds))))
