# class: loop
# wrong: the network is built in the loop over epochs
# causes: loop rebuilt
# source: Humbatova 2020, wrong training loop
x, y = flowers()
entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(450, seed=0).batch(64)
# + model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3)])
# + adam = keras.optimizers.Adam(0.01)
for epoch in range(6):
    model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3)])  # -
    adam = keras.optimizers.Adam(0.01)  # -
    for xs, ys in data:
        with tf.GradientTape() as tape:
            loss = entropy(ys, model(xs))
        adam.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights))
