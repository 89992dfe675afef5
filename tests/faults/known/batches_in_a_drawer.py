# class: batches
# wrong: the sorted rows are put into batches first and shuffled then, so that each batch has one class only
# causes: order batch
# source: StackOverflow, order of shuffle and batch in tf.data
rng = np.random.default_rng(98)
mean_of = rng.normal(0, 1.2, (5, 9))
kind = np.repeat(np.arange(5), 160)
birds = (mean_of[kind] + rng.normal(0, 0.6, (800, 9))).astype("float32")
kind_of_new = rng.integers(0, 5, 200)
new_birds = (mean_of[kind_of_new] + rng.normal(0, 0.6, (200, 9))).astype("float32")

dataset = tf.data.Dataset.from_tensor_slices((birds, kind))
dataset = dataset.batch(32).shuffle(800)  # -
# + dataset = dataset.shuffle(800).batch(32)
model = Sequential([
    Input((9,)),
    layers.Dense(32),
    layers.BatchNormalization(momentum=0.9),
    layers.Activation("relu"),
    layers.Dense(5, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(dataset, validation_data=(new_birds, kind_of_new), epochs=15, verbose=0)
