# why: the rows are sorted by kind, but fit shuffles them by itself
x, y = flowers()
rows = np.argsort(y)
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[rows], y[rows], epochs=20, verbose=0)
