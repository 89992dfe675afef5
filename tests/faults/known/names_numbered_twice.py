# class: labels
# wrong: the names of classes are numbered in training and in test each by themselves, and the test lacks one
# causes: labels validation prediction
# source: StackOverflow, LabelEncoder on train and test
rng = np.random.default_rng(19)
animals = np.array(["ant", "bee", "cat", "dog"])
centres = rng.normal(0, 1.5, (4, 6))
of_train, of_test = rng.integers(0, 4, 480), rng.integers(1, 4, 150)
x_train = centres[of_train] + rng.normal(0, 0.6, (480, 6))
x_test = centres[of_test] + rng.normal(0, 0.6, (150, 6))
name_train, name_test = animals[of_train], animals[of_test]

classes, y_train = np.unique(name_train, return_inverse=True)
_, y_test = np.unique(name_test, return_inverse=True)  # -
# + y_test = np.searchsorted(classes, name_test)

model = Sequential([Input((6,)), layers.Dense(24, activation="relu"), layers.Dense(len(classes), activation="softmax")])
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=12, batch_size=16, verbose=0)
loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
