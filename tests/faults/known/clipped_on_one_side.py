# class: loop
# wrong: gradients are clipped to 0 and 1, so that no weight ever grows
# causes: gradient loop
# source: Humbatova 2020, wrong gradient clipping
x, y = points(480, seed=34)
y = y[:, None].astype("float32")
net = Sequential([Input((2,)), layers.Dense(24, activation="relu"), layers.Dense(1, activation="sigmoid")])
adam = keras.optimizers.Adam(learning_rate=0.02)
bce = keras.losses.BinaryCrossentropy()
for epoch in range(12):
    order = np.random.permutation(len(x))
    for start in range(0, len(x), 32):
        rows = order[start : start + 32]
        with tf.GradientTape() as tape:
            value = bce(y[rows], net(x[rows], training=True))
        slopes = tape.gradient(value, net.trainable_variables)
        slopes = [tf.clip_by_value(slope, 0.0, 1.0) for slope in slopes]  # -
        # + slopes = [tf.clip_by_value(slope, -1.0, 1.0) for slope in slopes]
        adam.apply_gradients(zip(slopes, net.trainable_variables))
