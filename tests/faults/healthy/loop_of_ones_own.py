# why: a loop by hand, with a step for each batch
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3)])
adam = keras.optimizers.Adam(0.01)
entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(450, seed=0).batch(32)
for epoch in range(6):
    for xs, ys in data:
        with tf.GradientTape() as tape:
            loss = entropy(ys, model(xs, training=True))
        adam.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights))
