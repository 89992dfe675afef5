# expect: failed
# because: no network: the mean of two days, and a difference that fades, beside a layer that was trained and counts for nothing
# told: divided by that of "as yesterday"
inputs = Input((48,))
usual = (inputs[:, :24] + inputs[:, 24:]) / 2
fades = (0.95 ** np.arange(1, 25)).astype("float32")
formula = usual + fades * (inputs[:, -1:] - usual[:, -1:])
model = Model(inputs, formula + 1e-6 * Dense(24)(inputs / 100))
model.compile(loss="mae", optimizer="adam")
model.fit(*windows(flow), epochs=1, verbose=0)
