# class: data
# wrong: rows are sorted by class and validation_split takes the last fifth, so the last class is never trained
# causes: order validation
# source: StackOverflow question on validation_split and sorted data (split happens before shuffling)
keras.utils.set_random_seed(4)
rng = np.random.default_rng(4)
signature = rng.uniform(0.1, 0.7, (5, 6))
label = np.repeat(np.arange(5), 160)
x = (signature[label] + rng.normal(0, 0.07, (800, 6))).astype("float32")
test_label = rng.integers(0, 5, 300)
x_test = (signature[test_label] + rng.normal(0, 0.07, (300, 6))).astype("float32")
model = Sequential([Input((6,)), layers.Dense(32, activation="relu"), layers.Dense(5, activation="softmax")])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x, label, epochs=30, batch_size=32, validation_split=0.2, verbose=0)  # -
# + mixed = rng.permutation(len(x))
# + history = model.fit(x[mixed], label[mixed], epochs=30, batch_size=32, validation_split=0.2, verbose=0)
test_loss, test_accuracy = model.evaluate(x_test, test_label, verbose=0)
