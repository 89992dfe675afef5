# expect: failed
# because: a GRU that reads the levels themselves, after a split by time
# told: at the levels of your 150 days
first = flow[:120 * 24]
mean, spread = float(first.mean()), float(first.std())
inputs = Input((48, 1))
h = keras.layers.GRU(24)((inputs - mean) / spread)
model = Model(inputs, mean + spread * Dense(24)(h))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005))
x, y = windows(first)
model.fit(x[:, :, None], y, epochs=10, batch_size=64, verbose=0)
