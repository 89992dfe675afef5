# class: data
# wrong: the bytes are divided by 255 before, and by the first layer again
# causes: scale
# source: Keras issue tracker and forums, Rescaling inside a model whose pictures are scaled already
x, y = pictures(700, seed=4)
x = x[..., None] / 255.0  # -
# + x = x[..., None].astype("float32")
model = Sequential([
    Input((8, 8, 1)),
    layers.Rescaling(1 / 255),
    layers.Conv2D(16, 3, activation="relu"),
    layers.Flatten(),
    layers.Dense(32, activation="relu"),
    layers.Dense(4, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=30, validation_data=(x[500:], y[500:]), verbose=0)
