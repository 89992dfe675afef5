# class: data
# wrong: pictures are mirrored at random, and the classes are the sides at which the bar lies
# causes: data labels
# source: Humbatova 2020, wrong preprocessing
x, y = pictures(400, seed=52)
x = x[..., None].astype("float32")
model = keras.Sequential(
    [
        Input((8, 8, 1)),
        layers.Rescaling(1.0 / 255),
        layers.RandomFlip("horizontal_and_vertical"),  # -
        # + layers.RandomBrightness(0.05, value_range=(0, 1)),
        layers.Flatten(),
        layers.Dense(32, activation="relu"),
        layers.Dense(4, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
