# class: time
# wrong: two epochs of few steps
# causes: underfitting
# source: DeepFD, too few epochs
x, y = points()
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=2, validation_split=0.2, verbose=0)  # -
# + model.fit(x, y, epochs=150, validation_split=0.2, verbose=0)
