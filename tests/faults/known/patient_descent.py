# class: rate
# wrong: plain descent with a rate of 0.00001, which a recipe for a large pretrained model had
# causes: rate diverging jumping
# source: UMLAUT and DeepFD, learning rate too low
x, y = flowers(750, seed=33)
model = Sequential([Input((4,)), layers.Dense(20, activation="tanh"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.SGD(1e-5, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])  # -
# + model.compile(keras.optimizers.SGD(1e-2, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:600], y[:600], epochs=20, validation_data=(x[600:], y[600:]), verbose=0)
