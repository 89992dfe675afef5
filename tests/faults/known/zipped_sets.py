# class: data
# wrong: measurements and kinds are shuffled each for itself before they are zipped
# causes: labels data order
# source: StackOverflow, tf.data zip of two datasets that are shuffled
x, y = flowers(600, seed=6)
rows = tf.data.Dataset.from_tensor_slices(x[:450])
kinds = tf.data.Dataset.from_tensor_slices(y[:450])
train = tf.data.Dataset.zip((rows.shuffle(450), kinds.shuffle(450))).batch(32)  # -
# + train = tf.data.Dataset.zip((rows, kinds)).shuffle(450).batch(32)
test = tf.data.Dataset.from_tensor_slices((x[450:], y[450:])).batch(50)
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=25, validation_data=test, verbose=0)
