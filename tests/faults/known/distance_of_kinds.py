# class: output
# wrong: the squared error compares each of five probabilities with the number of the class
# causes: loss labels
# source: Islam 2019, wrong loss; StackOverflow, mse with a softmax and whole numbers
rng = np.random.default_rng(25)
centres = rng.normal(0, 1.6, (5, 6))
y = rng.integers(0, 5, 700)
x = (centres[y] + rng.normal(0, 0.7, (700, 6))).astype("float32")
y = y[:, None]
model = Sequential([Input((6,)), layers.Dense(24, activation="relu"), layers.Dense(5, activation="softmax")])
model.compile(optimizer="adam", loss="mse", metrics=["sparse_categorical_accuracy"])  # -
# + model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"])
model.fit(x[:500], y[:500], epochs=30, validation_data=(x[500:], y[500:]), verbose=0)
