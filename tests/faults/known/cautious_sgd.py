# class: rate
# wrong: a rate of 1e-4 with plain SGD
# causes: rate
# source: DeepFD, wrong learning rate
x, y = points()
model = Sequential([Input((2,)), layers.Dense(24, activation="tanh"), layers.Dense(2, activation="softmax")])
model.compile(keras.optimizers.SGD(1e-4), "sparse_categorical_crossentropy", metrics=["accuracy"])  # -
# + model.compile(keras.optimizers.SGD(0.5), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, batch_size=16, verbose=0)
