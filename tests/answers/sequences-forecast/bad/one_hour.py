# expect: failed
# because: it says only the next hour
# told: Asked for is (4000, 24)
inputs = Input((48,))
level = ops.mean(inputs, axis=1, keepdims=True)
model = Model(inputs, level + 10 * Dense(1)((inputs - level) / 10))
x, y = windows(flow)
model.compile(loss="mae", optimizer="adam")
model.fit(x, y[:, :1], epochs=3, verbose=0)
