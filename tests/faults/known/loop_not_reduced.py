# class: loop
# wrong: the loss has one number for each row, so the steps grow with the batch
# causes: loop
# source: Humbatova 2020, wrong loss calculation
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3)])
sgd = keras.optimizers.SGD(0.1)
for epoch in range(30):
    with tf.GradientTape() as tape:
        loss = keras.losses.sparse_categorical_crossentropy(y, model(x), from_logits=True)  # -
        # + loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, model(x), from_logits=True))
    sgd.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
