# class: labels
# wrong: relative changes from a value of 0 are infinite, and they are the targets
# causes: nan labels data
# source: UMLAUT, NaN
rng = np.random.default_rng(50)
visits = rng.poisson(3, 403).astype("float32")
with np.errstate(divide="ignore", invalid="ignore"):
    change = np.diff(visits) / visits[:-1]
# + change = np.diff(visits) / (1 + visits[:-1])
x = np.stack([visits[1:-2], visits[2:-1]], axis=1) / 10
y = change[2:]
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=60, verbose=0)
