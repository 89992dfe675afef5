# class: data
# wrong: reshape where the table had to be transposed
# causes: labels data
# source: Humbatova 2020, wrong shape of data
x, y = flowers()
by_column = np.ascontiguousarray(x.T)
table = by_column.reshape(450, 4)  # -
# + table = by_column.T
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(table, y, epochs=30, validation_split=0.2, verbose=0)
