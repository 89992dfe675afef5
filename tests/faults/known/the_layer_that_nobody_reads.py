# class: size
# wrong: the second layer is given the inputs again, so that the relu before it is no part of the network
# causes: size activation
# source: StackOverflow, a functional model whose summary lacks a layer
rng = np.random.default_rng(64)
x = rng.normal(0, 1, (700, 2)).astype("float32")
y = (x[:, 0] * x[:, 1] > 0).astype(int)
inputs = Input((2,))
z = layers.Dense(48, activation="relu")(inputs)
z = layers.Dense(8)(inputs)  # -
# + z = layers.Dense(8)(z)
model = Model(inputs, layers.Dense(1, activation="sigmoid")(z))
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=40, verbose=0)
score = float(model.evaluate(x[500:], y[500:], verbose=0)[1])
