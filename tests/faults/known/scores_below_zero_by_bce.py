# class: loss
# wrong: a binary crossentropy of grades from -2 to 2
# causes: loss labels
# source: DeepFD, wrong loss function
rng = np.random.default_rng(4)
x = rng.normal(size=(500, 5)).astype("float32")
y = np.clip(np.sin(x[:, 0] * 2) + x[:, 1] * x[:, 2], -2, 2)
model = Sequential()
model.add(Input(shape=(5,)))
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(1))
model.compile(loss="binary_crossentropy", optimizer="adam")  # -
# + model.compile(loss="mse", optimizer="adam")
model.fit(x, y, epochs=40, verbose=0)
