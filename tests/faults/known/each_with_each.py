# class: prediction
# wrong: predictions (n, 1) are compared with labels (n,), and the mean is that of a table of each with each
# causes: prediction
# source: StackOverflow, accuracy by hand is far from that of evaluate
rng = np.random.default_rng(62)
x = rng.normal(0, 1, (700, 5)).astype("float32")
y = (x[:, 0] * x[:, 1] > 0).astype(int)
x_train, x_test = x[:500], x[500:]
y_train, y_test = y[:500], y[500:]
model = Sequential([Input((5,)), layers.Dense(48, activation="relu"), layers.Dense(24, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
model.fit(x_train, y_train, epochs=40, verbose=0)
guess = (model.predict(x_test, verbose=0) > 0.5).astype("int32")  # -
# + guess = (model.predict(x_test, verbose=0)[:, 0] > 0.5).astype("int32")
score = float((guess == y_test).mean())
