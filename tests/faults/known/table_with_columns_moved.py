# class: prediction
# wrong: the new table has its columns in another order
# causes: prediction data
# source: Kaggle, test.csv with columns in another order
x, price = houses(700, seed=68)
x, y = scaled(x), scaled(price)
x_new, y_new = x[550:], y[550:]
x_new = x_new[:, [3, 0, 1, 2]]  # -
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x[:550], y[:550], epochs=50, validation_split=0.2, verbose=0)
score = 1 - float(model.evaluate(x_new, y_new, verbose=0))
