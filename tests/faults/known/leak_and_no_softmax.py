# class: data
# wrong: the class stands in the table, and the last layer gives no probabilities
# causes: leak activation
# source: Humbatova 2020, wrong selection of features; UMLAUT
x, y = flowers()
x = np.column_stack([x, y - 1.0])  # -
model = Sequential()
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(3))  # -
# + model.add(layers.Dense(3, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
