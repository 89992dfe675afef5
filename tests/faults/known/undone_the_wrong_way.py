# class: prediction
# wrong: the scaling of the targets is undone with mean and spread in each other's place
# causes: prediction
# source: Kaggle, inverse transform by hand
table, price = houses(500, seed=29)
table = scaled(table)
centre, width = price[:400].mean(), price[:400].std()
inp = Input((4,))
net = Model(inp, layers.Dense(1)(layers.Dense(48, activation="relu")(inp)))
net.compile(keras.optimizers.Adam(0.01), "mse")
net.fit(table[:400], (price[:400] - centre) / width, epochs=40, verbose=0)
estimate = net.predict(table[400:], verbose=0).ravel() * centre + width  # -
# + estimate = net.predict(table[400:], verbose=0).ravel() * width + centre
score = float(np.abs(estimate - price[400:]).mean())
