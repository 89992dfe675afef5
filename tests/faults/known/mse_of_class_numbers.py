# class: loss
# wrong: a single output is fitted to the numbers of three classes
# causes: loss
# source: DeepLocalize, mse for classes
x, y = pictures()
model = Sequential([Input((8, 8)), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(32, "relu")])
model.add(layers.Dense(4, activation="softmax"))
model.compile("adam", "mse", metrics=["accuracy"])  # -
# + model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y[:, None], epochs=25, verbose=0)
