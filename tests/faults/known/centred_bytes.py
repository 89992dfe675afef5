# class: data
# wrong: 128 is taken from bytes that have no sign, and the dark half wraps around
# causes: data nan scale
# source: StackOverflow, subtracting from uint8 pictures wraps around
rng = np.random.default_rng(9)
y = rng.integers(0, 2, 1300)
slope = np.linspace(-1, 1, 10)[None, :, None] * np.where(y == 1, 1, -1)[:, None, None]
x = np.clip(128 + 22 * slope + rng.normal(0, 75, (1300, 10, 10)), 0, 255).astype("uint8")
x = (x - np.uint8(128)) / 128.0  # -
# + x = (x - 128.0) / 128.0
model = Sequential([Input((10, 10)), layers.Flatten(), layers.Dense(4, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:1000], y[:1000], epochs=10, validation_data=(x[1000:], y[1000:]), verbose=0)
