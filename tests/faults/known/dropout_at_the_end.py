# class: output
# wrong: dropout after the output layer sets whole answers to 0
# causes: dropout activation
# source: NeuraLint, dropout before the output
x, y = flowers()
inp = Input((4,))
h = layers.Dense(16, activation="relu")(inp)
p = layers.Dense(3, activation="softmax")(h)
p = layers.Dropout(0.5)(p)  # -
# + p = layers.Dropout(0.0)(p)
model = Model(inp, p)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
