# expect: failed
# because: a straight line on the levels themselves, from all hours that there are: it goes on rising beyond them, by too much
# told: at the levels of your 150 days
mean, spread = float(flow.mean()), float(flow.std())
inputs = Input((48,))
model = Model(inputs, mean + spread * Dense(24)((inputs - mean) / spread))
model.compile(loss="mae", optimizer="adam")
model.fit(*windows(flow), epochs=20, verbose=0)
