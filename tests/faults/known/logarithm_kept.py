# class: prediction
# wrong: the network learnt logarithms of wages, and what it says is compared with wages
# causes: prediction
# source: Kaggle, np.exp forgotten after log1p of the target
rng = np.random.default_rng(75)
x = rng.normal(0, 1, (700, 4)).astype("float32")
wage = np.exp(7 + 0.5 * x[:, 0] - 0.3 * x[:, 1] * x[:, 2] + rng.normal(0, 0.1, 700))
x_train, x_test = x[:550], x[550:]
y_train, wage_test = np.log(wage[:550]), wage[550:]
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x_train, y_train, epochs=50, verbose=0)
predicted = model.predict(x_test, verbose=0)[:, 0]  # -
# + predicted = np.exp(model.predict(x_test, verbose=0)[:, 0])
score = 1 - float(np.mean(np.abs(predicted - wage[550:])) / wage_test.std())
