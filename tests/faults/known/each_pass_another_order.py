# class: prediction
# wrong: the test set is shuffled at each pass, so that predictions and labels come in unlike orders
# causes: prediction order labels data
# source: StackOverflow, predict with a generator that shuffles, then a confusion matrix
x, y = flowers(750, seed=50)
train = tf.data.Dataset.from_tensor_slices((x[:600], y[:600])).shuffle(600).batch(32)
test = tf.data.Dataset.from_tensor_slices((x[600:], y[600:]))
test = test.shuffle(150).batch(50)  # -
# + test = test.batch(50)
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=15, verbose=0)
predicted = np.argmax(model.predict(test, verbose=0), axis=1)
true = np.concatenate([labels for _, labels in test])
accuracy = float(np.mean(predicted == true))
