# class: data
# wrong: pictures are mirrored from top to bottom at random, and the classes are ramps up and ramps down
# causes: data labels
# source: Kaggle, vertical flips of digits, of which 6 becomes 9
rng = np.random.default_rng(73)
y = rng.integers(0, 2, 700)
ramp = np.linspace(-1, 1, 9)[None, :, None] * np.where(y == 1, 1, -1)[:, None, None]
x = (ramp + rng.normal(0, 0.8, (700, 9, 9)))[..., None].astype("float32")
model = Sequential([Input((9, 9, 1))])
model.add(layers.RandomFlip("vertical"))  # -
# + model.add(layers.RandomFlip("horizontal"))
model.add(layers.Flatten())
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(keras.optimizers.Adam(0.003), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=25, verbose=0)
score = float(model.evaluate(x[500:], y[500:], verbose=0)[1])
