# class: data
# wrong: sample weights of 0 leave out all rows of one class
# causes: imbalance
# source: Humbatova 2020, unbalanced training data
x, y = flowers()
weight = np.where(y == 2, 0.0, 1.0)  # -
# + weight = np.where(y == 2, 1.5, 1.0)
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, sample_weight=weight, verbose=0)
