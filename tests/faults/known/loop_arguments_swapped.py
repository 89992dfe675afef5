# class: loop
# wrong: the loss gets the outputs for labels, and the labels for outputs
# causes: loop loss
# source: Humbatova 2020, wrong API usage
x, y = points()
model = Sequential([Input((2,)), layers.Dense(24, activation="relu"), layers.Dense(1, activation="sigmoid")])
cost = keras.losses.BinaryCrossentropy()
adam = keras.optimizers.Adam(0.01)
labels = y.reshape(-1, 1).astype("float32")
for step in range(200):
    at = step % 12 * 50
    xs, ys = x[at : at + 50], labels[at : at + 50]
    with tf.GradientTape() as tape:
        loss = cost(model(xs), ys)  # -
        # + loss = cost(ys, model(xs))
    adam.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
