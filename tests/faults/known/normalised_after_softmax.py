# class: output
# wrong: BatchNormalization after the softmax turns probabilities into other numbers
# causes: activation
# source: NeuraLint, order of layers
x, y = flowers()
inputs = Input((4,))
h = layers.Dense(24, activation="relu")(inputs)
# + h = layers.BatchNormalization()(h)
out = layers.Dense(3, activation="softmax")(h)
out = layers.BatchNormalization()(out)  # -
model = Model(inputs, out)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
