# class: data
# wrong: a layer that reads both ways tells the next value, which it has read already
# causes: leak data
# source: forums, Bidirectional LSTM for forecasting
wave, _ = waves(400, steps=10, seed=57)
given, told = wave[:, :-1], wave[:, 1:]
both = layers.Bidirectional(layers.GRU(12, return_sequences=True))  # -
# + both = layers.GRU(24, return_sequences=True)
teller = Sequential([Input((9, 1)), both, layers.Dense(1)])
teller.compile(keras.optimizers.Adam(0.01), "mse")
teller.fit(given[:320], told[:320], epochs=20, verbose=0)
late = given[320:].copy()
late[:, 5:] = 0
score = float(np.abs(teller.predict(late, verbose=0)[:, 4] - told[320:, 4]).mean())
