# class: data
# wrong: the noise that is added while it trains has a spread of 8, and the inputs one of 1
# causes: data scale
# source: forums, noise that was chosen for bytes
x, y = flowers(500, seed=22)


def noisy(row, kind):
    spread = 8.0  # -
    # + spread = 0.1
    return row + tf.random.normal(tf.shape(row), stddev=spread), kind


train = tf.data.Dataset.from_tensor_slices((x[:400], y[:400])).shuffle(400).map(noisy).batch(25)
test = tf.data.Dataset.from_tensor_slices((x[400:], y[400:])).batch(50)
i = Input((4,))
h = layers.Dense(32, activation="relu")(i)
o = layers.Dense(3, activation="softmax")(h)
m = Model(i, o)
m.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.SGD(0.05), metrics=["acc"])
h = m.fit(train, validation_data=test, epochs=25, verbose=0)
score = h.history["val_acc"][-1], h.history["acc"][-1]
