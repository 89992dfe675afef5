# expect: failed
# because: it takes one day, and not two
# told: raised ValueError
inputs = Input((24,))
level = ops.mean(inputs, axis=1, keepdims=True)
model = Model(inputs, level + 10 * Dense(24)((inputs - level) / 10))
x, y = windows(flow)
model.compile(loss="mae", optimizer="adam")
model.fit(x[:, 24:], y, epochs=3, verbose=0)
