# expect: failed
# because: no network: the mean of two days, and a difference that fades, beside a layer that training hardly moves
# told: never trained
inputs = Input((48,))
usual = (inputs[:, :24] + inputs[:, 24:]) / 2
fades = (0.95 ** np.arange(1, 25)).astype("float32")
formula = usual + (inputs[:, -1:] - usual[:, -1:]) * fades
model = Model(inputs, formula + 1e-6 * Dense(24)(inputs / 100))
model.compile(loss="mae", optimizer="adam")
model.fit(*windows(flow), epochs=1, verbose=0)
