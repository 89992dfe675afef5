# why: returns can hardly be foreseen: an error of 0.98 of the variance is all there is, and the small linear model finds it
rng = np.random.default_rng(62)
noise = rng.normal(0, 1, 6001)
returns = noise.copy()
for t in range(2, 6001):
    returns[t] += 0.13 * returns[t - 1] - 0.08 * returns[t - 2]
lags = np.lib.stride_tricks.sliding_window_view(returns, 6)
x, y = lags[:, :5].astype("float32"), lags[:, 5:].astype("float32")
model = Sequential([Input((5,)), layers.Dense(1, kernel_initializer="zeros")])
model.compile(keras.optimizers.Adam(0.003), "mse")
model.fit(x[:4500], y[:4500], batch_size=128, epochs=20, shuffle=False, validation_data=(x[4500:], y[4500:]), verbose=0)
