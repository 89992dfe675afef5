# why: a large rate that this small network bears
x, y = points()
model = Sequential([Input((2,)), layers.Dense(24, activation="tanh"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.SGD(1.0), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
