# class: loop
# wrong: gradients are asked for the last layer alone, so the others stay as they began
# causes: loop frozen
# source: Humbatova 2020, wrong training loop
x, y = pictures()
x = x / 255
model = Sequential([Input((8, 8)), layers.Flatten(), layers.Dense(5, "relu"), layers.Dense(16, "relu"), layers.Dense(4)])
entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
adam = keras.optimizers.Adam(0.01)
weights = model.layers[-1].trainable_variables  # -
# + weights = model.trainable_variables
for epoch in range(90):
    for at in range(0, 400, 40):
        with tf.GradientTape() as tape:
            loss = entropy(y[at : at + 40], model(x[at : at + 40]))
        adam.apply_gradients(zip(tape.gradient(loss, weights), weights))
