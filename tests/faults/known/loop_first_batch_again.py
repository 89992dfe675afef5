# class: loop
# wrong: each step takes the stream's first batch, so it sees 16 rows only
# causes: data loop
# source: Humbatova 2020, wrongly implemented data batching
x, y = flowers()
data = tf.data.Dataset.from_tensor_slices((x, y)).batch(16)
# + data = data.repeat()
# + batches = iter(data)
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(3)])
entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
adam = keras.optimizers.Adam(0.01)
for step in range(150):
    xs, ys = next(iter(data))  # -
    # + xs, ys = next(batches)
    with tf.GradientTape() as tape:
        loss = entropy(ys, model(xs))
    adam.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
