# class: loop
# wrong: softmax over one unit in a loop of its own
# causes: activation
# source: NeuraLint; Humbatova 2020, wrong activation
x, y = points()
model = Sequential([Input((2,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="softmax")])  # -
# + model = Sequential([Input((2,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
adam = keras.optimizers.Adam(0.02)
cost = keras.losses.BinaryCrossentropy()
for epoch in range(12):
    for at in range(0, 600, 50):
        xs, ys = x[at : at + 50], y[at : at + 50].reshape(-1, 1)
        with tf.GradientTape() as tape:
            loss = cost(ys, model(xs, training=True))
        slopes = tape.gradient(loss, model.trainable_variables)
        adam.apply_gradients(zip(slopes, model.trainable_variables))
