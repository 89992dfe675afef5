# class: time
# wrong: the third argument of fit is the batch size, and 150 was meant as the number of epochs
# causes: underfitting batch
# source: StackOverflow, fit trains for one epoch only
X_train, y_train = points(450, seed=31)
X_test, y_test = points(200, seed=32)
clf = Sequential()
clf.add(Input(shape=(2,)))
clf.add(layers.Dense(16, activation="relu"))
clf.add(layers.Dense(16, activation="relu"))
clf.add(layers.Dense(1, activation="sigmoid"))
clf.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
clf.fit(X_train, y_train, 150, verbose=0)  # -
# + clf.fit(X_train, y_train, epochs=150, verbose=0)
score = clf.evaluate(X_test, y_test, verbose=0)[1]
