# class: loss
# wrong: the loss takes logarithms of labels, most of which are below 0, and takes these for 0
# causes: loss
# source: StackOverflow, mean_squared_logarithmic_error of standardised targets
x, price = houses(600, seed=67)
x, y = scaled(x), scaled(price) - 1
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), loss="msle")  # -
# + model.compile(keras.optimizers.Adam(0.01), loss="mse")
model.fit(x[:450], y[:450], epochs=40, verbose=0)
score = 1 - float(np.mean((model.predict(x[450:], verbose=0)[:, 0] - y[450:]) ** 2))
