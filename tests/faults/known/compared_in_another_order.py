# class: prediction
# wrong: the test rows are shuffled each time they are read, and compared with labels in the old order
# causes: prediction order
# source: Keras issues, predictions of a generator that shuffles
x, y = flowers()
x_test, y_test = flowers(200, seed=3)
train = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(450).batch(32)
test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).shuffle(200).batch(32)  # -
# + test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(32)

model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, validation_data=test, epochs=20, verbose=0)

predicted = model.predict(test, verbose=0).argmax(axis=1)
accuracy = (predicted == y_test).mean()
