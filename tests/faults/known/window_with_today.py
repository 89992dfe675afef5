# class: data
# wrong: the window reaches one step too far, and its last value is the target itself
# causes: leak labels
# source: StackOverflow and Kaggle, off by one in windows of a time series
rng = np.random.default_rng(14)
series = np.zeros(760)
for i in range(2, 760):
    series[i] = 1.6 * series[i - 1] - 0.85 * series[i - 2] + rng.normal(0, 0.3)
series = (series / series.std()).astype("float32")
window = 10
x = np.stack([series[i : i + window] for i in range(740)])
y = series[window - 1 : window + 739]  # -
# + y = series[window : window + 740]
future = series[window : window + 740]
model = Sequential([Input((window,)), layers.Dense(16, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.003), "mse")
model.fit(x[:600], y[:600], epochs=40, validation_data=(x[600:], y[600:]), verbose=0)
