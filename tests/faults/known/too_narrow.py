# class: size
# wrong: a layer with one unit between the inputs and three classes
# causes: size plateau
# source: DeepFD, too few neurons
x, y = pictures()
model = Sequential([Input((8, 8)), layers.Rescaling(1 / 255), layers.Flatten()])
model.add(layers.Dense(1, activation="relu"))  # -
# + model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(4, activation="softmax"))
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
