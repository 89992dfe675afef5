# class: data
# wrong: Normalization(axis=None) takes one mean and one spread for area, year, rooms and distance
# causes: scale
# source: Keras issues, Normalization axis=None
table, price = houses(500, seed=19)
price = (price - price.mean()) / price.std()
norm = layers.Normalization(axis=None)  # -
# + norm = layers.Normalization()
norm.adapt(table[:400])
estimator = Sequential([norm, layers.Dense(32, activation="relu"), layers.Dense(1)])
estimator.compile(keras.optimizers.Adam(0.005), "mae")
estimator.fit(table[:400], price[:400], epochs=40, verbose=0)
score = estimator.evaluate(table[400:], price[400:], verbose=0)
