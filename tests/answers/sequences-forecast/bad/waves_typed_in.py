# expect: failed
# because: a formula that fits waves of a day to each window, and a layer beside it that is trained and hardly counts
# told: comes from a formula around the layers
hours = np.arange(72)
waves = [np.ones(72)]
for k in (1, 2, 3):
    waves += [np.cos(2 * np.pi * k * hours / 24), np.sin(2 * np.pi * k * hours / 24)]
waves = np.stack(waves, axis=1)
seen, ahead = waves[:48], waves[48:]
fit_ = np.linalg.pinv(seen)
usual = (ahead @ fit_).T.astype("float32")
last = (seen @ fit_)[-1].astype("float32")
fades = (0.9 ** np.arange(1, 25)).astype("float32")
inputs = Input((48,))
off = inputs[:, -1:] - ops.sum(inputs * last, axis=1, keepdims=True)
formula = ops.matmul(inputs, usual) + off * fades
level = ops.mean(inputs, axis=1, keepdims=True)
model = Model(inputs, formula + 0.01 * Dense(24)((inputs - level) / 10))
model.compile(loss="mae", optimizer="adam")
model.fit(*windows(flow), epochs=3, verbose=0)
