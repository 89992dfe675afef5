# class: prediction
# wrong: each of ten zeros and ones counts for itself, so that 0.9 looks like the end after three epochs
# causes: metric underfitting overfitting
# source: StackOverflow, binary_accuracy on one-hot labels of many classes looks far too good
rng = np.random.default_rng(57)
y = rng.integers(0, 10, 800)
centres = rng.normal(0, 0.45, (10, 10))
x = (2.5 * centres[y] + rng.normal(0, 0.5, (800, 10))).astype("float32")
labels = keras.utils.to_categorical(y, 10)
model = Sequential([Input((10,)), layers.Dense(24, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile("adam", "categorical_crossentropy", metrics=["binary_accuracy"])  # -
# + model.compile("adam", "categorical_crossentropy", metrics=["categorical_accuracy"])
epochs = 3  # -
# + epochs = 30
hist = model.fit(x[:600], labels[:600], epochs=epochs, validation_data=(x[600:], labels[600:]), verbose=0)
