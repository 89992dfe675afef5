# class: data
# wrong: the network multiplies bytes by 255 where it was to divide them
# causes: scale
# source: UMLAUT, missing normalisation
images, side = pictures()
model = Sequential([
    Input((8, 8)),
    layers.Rescaling(255.0),  # -
    # + layers.Rescaling(1 / 255.0),
    layers.Reshape((8, 8, 1)),
    layers.Conv2D(8, 3, activation="tanh"),
    layers.Flatten(),
    layers.Dense(32, activation="tanh"),
    layers.Dense(4, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(images[:300], side[:300], batch_size=8, epochs=15, verbose=0)
