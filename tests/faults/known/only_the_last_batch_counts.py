# class: loop
# wrong: the step stands outside of the loop over batches, so that one batch of each epoch counts
# causes: loop
# source: Humbatova 2020, wrong training loop
x, y = houses(480, seed=31)
x, y = scaled(x), scaled(y)[:, None]
model = keras.Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
optimizer = keras.optimizers.Adam(0.003)
loss_fn = keras.losses.MeanSquaredError()
dataset = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(480, seed=0).batch(24)
for epoch in range(8):
    for features, price in dataset:
        with tf.GradientTape() as tape:
            loss = loss_fn(price, model(features, training=True))
        grads = tape.gradient(loss, model.trainable_variables)
        # + optimizer.apply_gradients(zip(grads, model.trainable_variables))
    optimizer.apply_gradients(zip(grads, model.trainable_variables))  # -
