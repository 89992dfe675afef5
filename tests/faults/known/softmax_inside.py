# class: size
# wrong: softmax in a hidden layer, as a layer of its own
# causes: activation
# source: NeuraLint, DeepFD
x, y = flowers()
inp = Input((4,))
h = layers.Dense(64)(inp)
h = layers.Softmax()(h)  # -
# + h = layers.ReLU()(h)
h = layers.Dense(3)(h)
model = Model(inp, layers.Activation("softmax")(h))
model.compile(keras.optimizers.SGD(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
