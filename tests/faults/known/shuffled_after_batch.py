# class: data
# wrong: whole batches are shuffled, and each has rows of one class
# causes: order
# source: Humbatova 2020, wrong position of data shuffle operation
x, y = flowers()
order = np.argsort(y, kind="stable")
data = tf.data.Dataset.from_tensor_slices((x[order], y[order]))
data = data.batch(30).shuffle(20, seed=3)  # -
# + data = data.shuffle(450, seed=3).batch(30)
inputs = Input((4,))
outputs = layers.Dense(3, activation="softmax")(layers.Dense(16, activation="tanh")(inputs))
model = Model(inputs, outputs)
model.compile(keras.optimizers.SGD(0.2), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(data, epochs=10, verbose=0)
