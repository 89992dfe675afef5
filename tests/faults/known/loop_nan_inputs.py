# class: loop
# wrong: two measurements are missing, and a loop of its own trains on them
# causes: nan
# source: UMLAUT, NaN in inputs; DeepLocalize
x, y = houses()
x, y = scaled(x), scaled(y)
x[[40, 333], 1] = np.nan  # -
# + x[[40, 333], 1] = 0
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(1)])
adam = keras.optimizers.Adam(0.01)
data = tf.data.Dataset.from_tensor_slices((x, y)).batch(50)
for epoch in range(15):
    for xs, ys in data:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(xs)[:, 0] - ys) ** 2)
        adam.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
