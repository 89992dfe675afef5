# class: prediction
# wrong: the predictions are in units of the spread, and compared with prices
# causes: prediction
# source: Humbatova 2020, missing postprocessing
x, y = houses()
mean, spread = y.mean(), y.std()
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(scaled(x), (y - mean) / spread, epochs=40, verbose=0)
price = model.predict(scaled(x), verbose=0)[:, 0]  # -
# + price = model.predict(scaled(x), verbose=0)[:, 0] * spread + mean
error = np.abs(price - y).mean()
