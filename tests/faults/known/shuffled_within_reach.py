# class: data
# wrong: the rows are sorted by kind, and the shuffle's buffer holds a few of them
# causes: order
# source: StackOverflow, shuffle(10) of a sorted dataset
rng = np.random.default_rng(74)
centres = rng.normal(0, 1, (6, 8))
y = np.sort(rng.integers(0, 6, 3600))
x = (centres[y] + rng.normal(0, 0.8, (3600, 8))).astype("float32")
y_new = rng.integers(0, 6, 300)
x_new = (centres[y_new] + rng.normal(0, 0.8, (300, 8))).astype("float32")
buffer = 10  # -
# + buffer = 3600
train = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(buffer).batch(20)
model = Sequential([Input((8,)), layers.Dense(32, activation="relu"), layers.Dense(6, activation="softmax")])
model.compile(keras.optimizers.SGD(0.3), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=3, verbose=0)
score = float(model.evaluate(x_new, y_new, verbose=0)[1])
