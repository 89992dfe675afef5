# class: loop
# wrong: stop_gradient around the body keeps a narrow untrained one as it was
# causes: gradient loop frozen
# source: Humbatova 2020, no gradients
x, y = pictures(320, seed=36)
x = x.reshape(-1, 64).astype("float32") / 255
body = Sequential([Input((64,)), layers.Dense(6, activation="tanh")])
head = Sequential([Input((6,)), layers.Dense(4, activation="softmax")])
weights = body.trainable_variables + head.trainable_variables
optimizer = keras.optimizers.Adam(0.01)
for step in range(300):
    rows = np.random.randint(0, len(x), 32)
    with tf.GradientTape() as tape:
        seen = tf.stop_gradient(body(x[rows]))  # -
        # + seen = body(x[rows])
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y[rows], head(seen)))
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
