# class: prediction
# wrong: the network learnt logarithms of prices, and its answers are used as prices
# causes: prediction
# source: Humbatova 2020, missing postprocessing
x, price = houses(400, seed=40)
x = scaled(x)
log_price = np.log1p(price)
middle, spread = log_price.mean(), log_price.std()
model = Sequential([Input((4,)), layers.Dense(32, "relu"), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, (log_price - middle) / spread, epochs=40, verbose=0)
predicted = model.predict(x, verbose=0).ravel() * spread + middle
# + predicted = np.expm1(predicted)
error = np.abs(predicted - price).mean()
