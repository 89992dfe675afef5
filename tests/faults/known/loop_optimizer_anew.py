# class: loop
# wrong: a new Adam for each step forgets what it has seen
# causes: loop rebuilt
# source: Humbatova 2020, wrong optimiser usage
x, y = houses()
x, y = tf.constant(scaled(x)), tf.constant(scaled(y))
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(1)])
optimizer = keras.optimizers.Adam(0.01)
for step in range(30):
    optimizer = keras.optimizers.Adam(0.01)  # -
    # + step += 1
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.mean_squared_error(y[:, None], model(x)))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
