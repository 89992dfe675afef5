# class: prediction
# wrong: evaluate is given the two inputs in another order than fit
# causes: prediction data
# source: StackOverflow, order of inputs of a model with two of the same shape
rng = np.random.default_rng(76)
a, b = rng.normal(0, 1, (2, 700, 4)).astype("float32")
y = (a[:, 0] - b[:, 0] + 0.5 * a[:, 1] > 0).astype(int)
a_train, b_train, a_test, b_test = a[:550], b[:550], a[550:], b[550:]
one, two = Input((4,)), Input((4,))
z = layers.Dense(24, activation="relu")(layers.Concatenate()([one, two]))
model = Model([one, two], layers.Dense(1, activation="sigmoid")(z))
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit([a_train, b_train], y[:550], epochs=20, verbose=0)
score = model.evaluate([b_test, a_test], y[550:], verbose=0)[1]  # -
# + score = model.evaluate([a_test, b_test], y[550:], verbose=0)[1]
