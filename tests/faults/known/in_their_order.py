# class: batch
# wrong: the rows are sorted by kind and stay so, and each epoch ends with one kind alone
# causes: order batch
# source: StackOverflow, shuffle=False on sorted data
rng = np.random.default_rng(48)
centres = rng.normal(0, 1, (6, 8))
y = np.sort(rng.integers(0, 6, 2400))
x = (centres[y] + rng.normal(0, 0.8, (2400, 8))).astype("float32")
y_test = rng.integers(0, 6, 300)
x_test = (centres[y_test] + rng.normal(0, 0.8, (300, 8))).astype("float32")
model = Sequential([Input((8,)), layers.Dense(32, activation="relu"), layers.Dense(6, activation="softmax")])
model.compile(keras.optimizers.SGD(0.1), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=24, epochs=5, shuffle=False, validation_data=(x_test, y_test), verbose=0)  # -
# + model.fit(x, y, batch_size=24, epochs=5, validation_data=(x_test, y_test), verbose=0)
