# class: data
# wrong: bytes are doubled as bytes, and wrap around at 256
# causes: data scale
# source: Humbatova 2020, wrong type of data
x, y = pictures()
x = x * 2 + 40  # -
# + x = x / 255
model = Sequential([Input((8, 8)), layers.Flatten(), layers.Dense(32, activation="relu"), layers.Dense(4, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, verbose=0)
