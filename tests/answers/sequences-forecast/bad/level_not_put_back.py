# expect: failed
# because: the level is taken off, and the answer is left relative to it
# told: may not be in m³
inputs = Input((48,))
level = ops.mean(inputs, axis=1, keepdims=True)
x, y = windows(flow)
model = Model(inputs, Dense(24)(Dense(64, activation="relu")((inputs - level) / 10)))
model.compile(loss="mae", optimizer="adam")
model.fit(x, (y - x.mean(axis=1, keepdims=True)) / 10, epochs=10, verbose=0)
