# expect: failed
# because: it learns the change from yesterday, from inputs that still have their level
# told: at the levels of your 150 days
first = flow[:120 * 24]
mean, spread = float(first.mean()), float(first.std())
inputs = Input((48,))
h = (inputs - mean) / spread
for _ in range(2):
    h = Dense(128, activation="relu")(h)
model = Model(inputs, inputs[:, 24:] + spread * Dense(24)(h))
model.compile(loss="mae", optimizer="adam")
model.fit(*windows(first), epochs=20, verbose=0)
