# class: data
# wrong: pixels of 0 to 255 make plain SGD overshoot
# causes: scale
# source: DeepFD, unscaled inputs
x, y = pictures()
model = Sequential()
model.add(Input((8, 8, 1)))
model.add(layers.Rescaling(1.0))  # -
# + model.add(layers.Rescaling(1 / 255))
model.add(layers.Conv2D(8, 3, activation="relu"))
model.add(layers.Flatten())
model.add(layers.Dense(4, activation="softmax"))
model.compile(keras.optimizers.SGD(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[..., None], y, epochs=15, verbose=0)
