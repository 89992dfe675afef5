# class: size
# wrong: a single layer draws a straight line, which these classes don't have between them
# causes: size plateau
# source: DeepFD, too few layers
rng = np.random.default_rng(0)
x = rng.uniform(-1, 1, (600, 2)).astype("float32")
y = (x[:, 0] * x[:, 1] > 0).astype("int32")
model = Sequential([Input((2,))])
model.add(layers.Identity())  # -
# + model.add(layers.Dense(24, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
