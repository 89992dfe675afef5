# class: loop
# wrong: gradients are computed and never applied
# causes: loop
# source: Humbatova 2020, wrong training loop
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3)])
adam = keras.optimizers.Adam(0.01)
for step in range(30):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, model(x), from_logits=True))
    slopes = tape.gradient(loss, model.trainable_variables)
    # + adam.apply_gradients(zip(slopes, model.trainable_variables))
