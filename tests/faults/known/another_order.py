# class: evaluation
# wrong: the labels are gathered in another pass over a dataset that shuffles anew in each
# causes: order prediction metric
# source: StackOverflow, confusion matrix of a generator with shuffle=True
rng = np.random.default_rng(112)
species = rng.integers(0, 3, 700)
centre = rng.normal(0, 1.5, (3, 5))
fish = (centre[species] + rng.normal(0, 0.6, (700, 5))).astype("float32")
train = tf.data.Dataset.from_tensor_slices((fish[:500], species[:500])).shuffle(500).batch(25)
test = tf.data.Dataset.from_tensor_slices((fish[500:], species[500:]))
test = test.shuffle(200)  # -
test = test.batch(25)

model = Sequential([Input((5,)), layers.Dense(24, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, validation_data=test, epochs=20, verbose=0)
predicted = model.predict(test, verbose=0).argmax(axis=1)
labels = np.concatenate([y.numpy() for _, y in test])
confusion = np.zeros((3, 3), int)
np.add.at(confusion, (labels, predicted), 1)
accuracy = np.trace(confusion) / confusion.sum()
