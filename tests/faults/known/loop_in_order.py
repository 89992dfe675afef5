# class: loop
# wrong: a loop of its own takes slices of rows that are sorted by their class
# causes: order
# source: Humbatova 2020, wrong position of data shuffle; DeepLocalize
x, y = flowers()
order = np.argsort(y)  # -
# + order = np.random.default_rng(1).permutation(len(y))
x, y = x[order], y[order]
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
sgd = keras.optimizers.SGD(0.1)
entropy = keras.losses.SparseCategoricalCrossentropy()
for epoch in range(8):
    for at in range(0, len(x), 25):
        with tf.GradientTape() as tape:
            loss = entropy(y[at : at + 25], model(x[at : at + 25]))
        sgd.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
