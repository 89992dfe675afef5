# expect: passed
# because: the setup again, copied into the answer, then the sums unit by unit
# in worlds: errored
rng = np.random.default_rng(43)
patients = rng.normal(size=(7, 6))
w1, b1 = rng.normal(size=(6, 4)), rng.normal(size=4)
w2, b2 = rng.normal(size=(4, 4)), rng.normal(size=4)

hidden = (patients @ w1 + b1).clip(min=0)
outputs = np.stack([(hidden * row).sum(axis=1) + b for row, b in zip(w2, b2)], axis=1)
