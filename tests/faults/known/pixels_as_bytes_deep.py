# class: data
# wrong: bytes go into a deep network as they are
# causes: scale
# source: UMLAUT, input range
x, y = pictures()
inp = Input((8, 8, 1))
h = layers.Conv2D(8, 3, activation="tanh")(inp)
h = layers.Conv2D(8, 3, activation="tanh")(h)
h = layers.Flatten()(h)
model = Model(inp, layers.Dense(4, activation="softmax")(h))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[..., None].astype("float32"), y, epochs=15, verbose=0)  # -
# + model.fit(x[..., None].astype("float32") / 255, y, epochs=60, verbose=0)
