# why: nothing is shuffled and the last part validates, as it should be where rows are days
rng = np.random.default_rng(112)
noise = rng.normal(0, 0.3, 640)
series = np.zeros(640)
for i in range(2, 640):
    series[i] = 1.7 * series[i - 1] - 0.9 * series[i - 2] + noise[i]
series = (series / series.std()).astype("float32")
x = np.stack([series[i : i + 8] for i in range(632)])[..., None]
y = series[8:]
model = Sequential([Input((8, 1)), layers.LSTM(12), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x, y, validation_split=0.2, shuffle=False, epochs=15, verbose=0)
