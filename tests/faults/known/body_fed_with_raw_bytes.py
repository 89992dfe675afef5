# class: data
# wrong: the body has learnt pictures from 0 to 1, and the new ones go in as bytes
# causes: scale data
# source: Humbatova 2020, missing preprocessing
images, side = pictures()
body = Sequential([
    Input((8, 8)),
    layers.Reshape((8, 8, 1)),
    layers.Conv2D(12, 3, activation="tanh"),
    layers.Flatten(),
    layers.Dense(24, activation="tanh"),
])
teacher = Sequential([Input((8, 8)), body, layers.Dense(4, activation="softmax")])
teacher.compile("adam", "sparse_categorical_crossentropy")
teacher.fit(images / 255, side, epochs=25, batch_size=16, verbose=0)


def ready(images):
    return images.astype("float32")  # -
    # + return images.astype("float32") / 255


few, lying = pictures(120, seed=4)
body.trainable = False
model = Sequential([Input((8, 8)), body, layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(ready(few), lying % 2, epochs=20, verbose=0)
