# class: rate
# wrong: a rate of 10 with SGD
# causes: rate
# source: DeepFD, wrong learning rate
x, y = points()
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.SGD(10.0), "binary_crossentropy", metrics=["accuracy"])  # -
# + model.compile(keras.optimizers.SGD(0.5), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
