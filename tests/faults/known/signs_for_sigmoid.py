# class: labels
# wrong: labels -1 and 1 for a sigmoid
# causes: labels
# source: DeepFD, labels outside of the activation's range
x, y = points()
y = 2 * y - 1  # -
# + y = 1 * y
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("rmsprop", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
