# class: data
# wrong: the last tenth, which validation_split holds back, has one class that the rest lacks
# causes: order
# source: Humbatova 2020, wrong split
x, y = flowers()
rows = np.argsort(y, kind="stable")  # -
# + rows = np.random.default_rng(0).permutation(len(y))
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[rows], y[rows], epochs=30, validation_split=0.3, verbose=0)
