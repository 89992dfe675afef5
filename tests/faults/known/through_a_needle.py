# class: size
# wrong: a hidden layer of one unit lets nothing of a picture through
# causes: size plateau
# source: DeepFD, too few neurons
x, y = pictures(320, seed=20)
inputs = Input((8, 8))
h = layers.Rescaling(1 / 255)(inputs)
h = layers.Flatten()(h)
h = layers.Dense(1, activation="relu")(h)  # -
# + h = layers.Dense(32, activation="relu")(h)
h = layers.Dense(32, activation="relu")(h)
model = Model(inputs, layers.Dense(4, activation="softmax")(h))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=35, verbose=0)
