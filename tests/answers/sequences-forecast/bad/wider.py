# expect: failed
# because: a larger network on the levels themselves remembers more and knows no higher ones
# told: at the levels of your 150 days
mean, spread = float(flow.mean()), float(flow.std())
inputs = Input((48,))
h = (inputs - mean) / spread
for _ in range(2):
    h = Dense(256, activation="relu")(h)
model = Model(inputs, mean + spread * Dense(24)(h))
model.compile(loss="mae", optimizer="adam")
model.fit(*windows(flow), epochs=20, verbose=0)
