# class: loss
# wrong: mean absolute error learns the median, which is 0 for rain on mostly dry days, though sums (means) are wanted
# causes: loss
# source: forecasting forum question: MAE with intermittent demand gives zero forecasts
keras.utils.set_random_seed(18)
rng = np.random.default_rng(18)
n = 1600
x = rng.normal(0, 1, (n, 4)).astype("float32")
wet = rng.uniform(size=n) < 0.15 + 0.25 / (1 + np.exp(-2 * x[:, 0]))
rain = np.where(wet, rng.gamma(2.0, np.exp(1 + 0.4 * x[:, 1])), 0).astype("float32")
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(1, activation="softplus")])
loss = "mae"  # -
# + loss = "mse"
model.compile(optimizer=keras.optimizers.Adam(4e-3), loss=loss)
history = model.fit(x[:1200], rain[:1200], epochs=25, batch_size=32, validation_data=(x[1200:], rain[1200:]), verbose=0)
total = model.predict(x[1200:], verbose=0).sum()
