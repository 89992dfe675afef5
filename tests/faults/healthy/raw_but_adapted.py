# why: square metres, years and metres go in as they are, and the first layer, adapted to them, scales
x, y = houses(540, seed=108)
norm = layers.Normalization()
norm.adapt(x[:420])
model = Sequential([Input((4,)), norm, layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x[:420], y[:420] / 100, epochs=40, validation_data=(x[420:], y[420:] / 100), verbose=0)
