# class: prediction
# wrong: the model predicts standardised prices, and they are compared with prices in thousands
# causes: prediction
# source: StackOverflow, inverse_transform forgotten before the error is computed
x, price = houses(520, seed=51)
x = scaled(x)
mean, spread = price[:400].mean(), price[:400].std()
y = (price - mean) / spread
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.005), "mse")
model.fit(x[:400], y[:400], epochs=40, validation_data=(x[400:], y[400:]), verbose=0)
predicted = model.predict(x[400:], verbose=0)[:, 0]
# + predicted = predicted * spread + mean
error = float(np.mean(np.abs(predicted - price[400:])))
