# class: time
# wrong: the batch holds all rows, so each epoch is a single step
# causes: batch underfitting
# source: DeepFD, wrong batch size
x, y = flowers()
inp = Input((4,))
model = Model(inp, layers.Dense(3, activation="softmax")(layers.Dense(16, activation="relu")(inp)))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=15, batch_size=512, verbose=0)  # -
# + model.fit(x, y, epochs=40, batch_size=16, verbose=0)
