# class: loop
# wrong: the loss is negated, so each step makes it worse
# causes: loop loss
# source: Humbatova 2020, wrong loss calculation
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
adam = keras.optimizers.Adam(0.01)
entropy = keras.losses.SparseCategoricalCrossentropy()
for step in range(30):
    with tf.GradientTape() as tape:
        loss = -entropy(y, model(x))  # -
        # + loss = entropy(y, model(x))
    adam.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
