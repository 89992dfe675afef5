# class: data
# wrong: one column is a thousand times as large as the others
# causes: scale
# source: Humbatova 2020, missing preprocessing
x, y = flowers()
x[:, 1] *= 3000  # -
# + x[:, 1] *= 1
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
