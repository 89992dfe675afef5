# class: data
# wrong: the houses are sorted by price, and the dearest are held back
# causes: order
# source: Humbatova 2020, wrong split
x, y = houses()
x, y = scaled(x), scaled(y)
order = np.argsort(y)  # -
# + order = np.random.default_rng(1).permutation(500)
inp = Input((4,))
model = Model(inp, layers.Dense(1)(layers.Dense(32, activation="relu")(inp)))
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x[order], y[order], validation_split=0.2, epochs=40, verbose=0)
