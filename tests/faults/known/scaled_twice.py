# class: data
# wrong: divided by 255 twice
# causes: scale
# source: UMLAUT, input range
x, y = pictures()
x = x / 255
inp = Input((8, 8))
h = layers.Rescaling(1 / 255)(inp)  # -
# + h = layers.Rescaling(1.0)(inp)
h = layers.Flatten()(h)
h = layers.Dense(32, activation="relu")(h)
model = Model(inp, layers.Dense(4, activation="softmax")(h))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)
