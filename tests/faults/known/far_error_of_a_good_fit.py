# class: prediction
# wrong: the error is the mean of all predictions less all prices, a table, as one is a column and the other a row
# causes: prediction
# source: StackOverflow, mean squared error by hand is as large as the variance
x, price = houses(600, seed=63)
x, y = scaled(x), scaled(price)
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x[:450], y[:450], epochs=40, verbose=0)
said = model.predict(x[450:], verbose=0)
# + said = said.ravel()
score = 1 - float(np.mean((said - y[450:]) ** 2))
