# class: data
# wrong: pixels go in as 0 to 255
# causes: scale
# source: Humbatova 2020, missing preprocessing
x, y = pictures()
bild = Input((8, 8))
h = layers.Flatten()(bild)
for width in (32, 16):
    h = layers.Dense(width, activation="tanh")(h)
model = Model(bild, layers.Dense(4, activation="softmax")(h))
model.compile(keras.optimizers.Adam(), "sparse_categorical_crossentropy", metrics=["accuracy"])
inputs = x.astype("float32")  # -
# + inputs = x.astype("float32") / 255
model.fit(inputs, y, epochs=25, validation_split=0.2, verbose=0)
