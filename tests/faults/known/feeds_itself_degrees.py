# class: prediction
# wrong: each forecast is turned back to degrees before it goes in again, among scaled values
# causes: prediction scale
# source: StackOverflow, multi-step forecast with an LSTM that runs away
hour = np.arange(500)
degrees = (15 + 8 * np.sin(hour / 6) + np.random.default_rng(17).normal(0, 0.3, 500)).astype("float32")
mean, std = degrees[:400].mean(), degrees[:400].std()
series = (degrees - mean) / std
past = np.stack([series[at : at + 24] for at in range(376)])[..., None]
coming = series[24:400]
forecaster = Sequential([Input((24, 1)), layers.GRU(24), layers.Dense(1)])
forecaster.compile(keras.optimizers.Adam(0.01), "mse")
forecaster.fit(past, coming, epochs=15, verbose=0)
window = list(series[376:400])
path = []
for _ in range(20):
    step = forecaster.predict(np.array(window[-24:])[None, :, None], verbose=0)[0, 0]
    path.append(step * std + mean)
    window.append(step * std + mean)  # -
    # + window.append(step)
score = float(np.abs(np.array(path) - degrees[400:420]).mean())
