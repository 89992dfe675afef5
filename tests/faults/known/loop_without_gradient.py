# class: loop
# wrong: the loss is computed in numpy, where no gradient can follow
# causes: loop
# source: Humbatova 2020, no gradients
x, y = waves()
x = x[:, :, 0]
model = Sequential([Input((16,)), layers.Dense(1)])
adam = keras.optimizers.Adam(0.01)
for epoch in range(300):
    with tf.GradientTape() as tape:
        p = model(x)
        loss = tf.reduce_mean((tf.constant(p.numpy()) - y) ** 2)  # -
        # + loss = tf.reduce_mean((p - y) ** 2)
    slopes = tape.gradient(loss, model.trainable_weights)
    pairs = [(g, w) for g, w in zip(slopes, model.trainable_weights) if g is not None]
    if pairs:
        adam.apply_gradients(pairs)
