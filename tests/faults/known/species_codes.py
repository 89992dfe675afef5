# class: labels
# wrong: names are made into numbers separately for training and test rows, and the test rows lack some species, so the numbers differ
# causes: labels prediction validation
# source: StackOverflow: fitting LabelEncoder anew on the test set
keras.utils.set_random_seed(6)
rng = np.random.default_rng(6)
species = np.array(["alder", "beech", "elm", "hazel", "larch", "oak"])
centres = rng.normal(0, 1.5, (6, 8))
kind = rng.integers(0, 6, 900)
x_train = (centres[kind] + rng.normal(0, 0.6, (900, 8))).astype("float32")
names_train = species[kind]
kind = rng.choice([1, 3, 4, 5], 250)
x_test = (centres[kind] + rng.normal(0, 0.6, (250, 8))).astype("float32")
names_test = species[kind]
_, y_train = np.unique(names_train, return_inverse=True)
_, y_test = np.unique(names_test, return_inverse=True)  # -
# + y_test = np.searchsorted(np.unique(names_train), names_test)
model = Sequential([Input((8,)), layers.Dense(24, activation="relu"), layers.Dense(6, activation="softmax")])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=15, batch_size=32, validation_data=(x_test, y_test), verbose=0)
test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)
