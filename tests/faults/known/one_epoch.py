# class: time
# wrong: a single pass over few rows
# causes: underfitting
# source: DeepFD, too few epochs
x, y = pictures()
model = Sequential(
    [Input((8, 8)), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(32, "relu"), layers.Dense(4, "softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=1, batch_size=64, verbose=0)  # -
# + model.fit(x, y, epochs=40, batch_size=16, verbose=0)
