# class: data
# wrong: the stream has all rows of one class before those of the next
# causes: order
# source: Humbatova 2020, training data not shuffled
x, y = flowers()
order = np.argsort(y, kind="stable")
x, y = x[order], y[order]
data = tf.data.Dataset.from_tensor_slices((x, y)).batch(16)  # -
# + data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(450, seed=1).batch(16)
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("rmsprop", keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
model.fit(data, epochs=6, verbose=0)
