# class: prediction
# wrong: argmax over the one column that a sigmoid gives is 0 in each row
# causes: prediction
# source: StackOverflow, argmax of a binary classifier predicts only class 0
rng = np.random.default_rng(52)
x = rng.normal(0, 1, (700, 16)).astype("float32")
y = (np.abs(x[:, 0]) + x[:, 1] > 0.6).astype("int32")
model = Sequential([Input((16,)), layers.Reshape((16, 1)), layers.Conv1D(8, 1, activation="relu"), layers.Flatten()])
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:550], y[:550], epochs=20, validation_data=(x[550:], y[550:]), verbose=0)
predicted = np.argmax(model.predict(x[550:], verbose=0), axis=1)  # -
# + predicted = (model.predict(x[550:], verbose=0)[:, 0] > 0.5).astype("int32")
accuracy = float(np.mean(predicted == y[550:]))
