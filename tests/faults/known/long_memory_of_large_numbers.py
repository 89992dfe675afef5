# class: data
# wrong: passengers in the hundreds go unscaled into an LSTM
# causes: scale underfitting
# source: UMLAUT, missing normalisation
month = np.arange(220)
passengers = 150 + month + 40 * np.sin(month / 12 * 2 * np.pi) + np.random.default_rng(55).normal(0, 4, 220)
series = passengers
# + series = (passengers - passengers.mean()) / passengers.std()
X = np.array([series[i : i + 12] for i in range(200)])[..., None]
Y = np.array([series[i + 12] for i in range(200)])
model = Sequential()
model.add(layers.LSTM(16, input_shape=(12, 1)))
model.add(layers.Dense(1))
model.compile(loss="mean_squared_error", optimizer=keras.optimizers.Adam(0.01))
model.fit(X, Y, epochs=40, batch_size=16, verbose=0)
