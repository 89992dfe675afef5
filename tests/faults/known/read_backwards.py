# class: prediction
# wrong: the new series begin with the latest value, those of training end with it
# causes: prediction data
# source: forums, order of time of the input to predict
rng = np.random.default_rng(34)
start, speed = rng.uniform(0, 6.3, (500, 1)), rng.uniform(0.2, 0.7, (500, 1))
falling = np.exp(-np.arange(16) / 10)
swing = (np.sin(start + speed * np.arange(16)) * falling).astype("float32")
series, upcoming = swing[:, :-1, None], swing[:, -1:]
net = Sequential([Input((15, 1)), layers.LSTM(24), layers.Dense(1)])
net.compile(keras.optimizers.Adam(0.01), "mse")
net.fit(series[:400], upcoming[:400], epochs=25, verbose=0)
new = series[400:, ::-1]  # -
# + new = series[400:]
score = float(np.abs(net.predict(new, verbose=0) - upcoming[400:]).mean())
