# class: data
# wrong: // instead of / makes all pixels 0
# causes: data
# source: Humbatova 2020, wrong preprocessing
x, y = pictures()
x = x // 255  # -
# + x = x / 255
inp = Input((8, 8))
h = layers.Dense(24, activation="relu")(layers.Flatten()(inp))
model = Model(inp, layers.Dense(4, activation="softmax")(h))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
