# class: labels
# wrong: the names of the test are numbered among themselves, and one kind isn't there
# causes: labels prediction scale validation data
# source: StackOverflow, a LabelEncoder fitted on the test set
names = np.array(["ant", "bee", "fly"])
x, kind = flowers(600, seed=19)
order = np.argsort(np.arange(600) + 1000 * ((kind > 0) & (np.arange(600) > 330)))
x, kind = x[order], kind[order]
y_train = np.unique(names[kind[:480]], return_inverse=True)[1]
y_test = np.unique(names[kind[480:]], return_inverse=True)[1]  # -
# + y_test = np.searchsorted(np.unique(names[kind[:480]]), names[kind[480:]])
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:480], y_train, epochs=20, validation_data=(x[480:], y_test), verbose=0)
