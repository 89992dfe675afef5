# class: labels
# wrong: the classes were divided by 255 together with the pixels
# causes: labels
# source: Humbatova 2020, wrong preprocessing of labels
x, y = pictures()
x, y = x / 255.0, y / 255.0  # -
# + x, y = x / 255.0, y / 1.0
model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        layers.Conv2D(8, 3),
        layers.ReLU(),
        layers.Flatten(),
        layers.Dense(4),
        layers.Softmax(),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"])
model.fit(x[..., None], y, epochs=15, verbose=0)
