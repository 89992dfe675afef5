# class: loop
# wrong: Adam with a rate of 2 in a loop of its own
# causes: rate
# source: DeepFD, wrong learning rate
x, y = flowers()
inputs = Input((4,))
model = Model(inputs, layers.Dense(3)(layers.Dense(24, activation="relu")(layers.Dense(24, activation="relu")(inputs))))
adam = keras.optimizers.Adam(2.0)  # -
# + adam = keras.optimizers.Adam(0.01)
entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
for step in range(200):
    at = (step * 45) % 450
    with tf.GradientTape() as tape:
        loss = entropy(y[at : at + 45], model(x[at : at + 45], training=True))
    adam.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
