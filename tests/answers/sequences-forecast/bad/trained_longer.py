# expect: failed
# because: the starter, trained three times as long
# told: at the levels of your 150 days
first = flow[:120 * 24]
mean, spread = float(first.mean()), float(first.std())
inputs = Input((48,))
x = (inputs - mean) / spread
x = Dense(64, activation="relu")(x)
model = Model(inputs, mean + spread * Dense(24)(x))
model.compile(loss="mae", optimizer="adam")
model.fit(*windows(first), epochs=60, verbose=0)
