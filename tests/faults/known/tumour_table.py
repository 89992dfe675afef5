# class: output
# wrong: a softmax over a single unit is always 1
# causes: activation
# source: DeepFD, AutoTrainer, NeuraLint, Stack Overflow (softmax with one unit)
keras.utils.set_random_seed(26)


def tumours(n, seed):
    rng = np.random.default_rng(seed)
    bad = rng.random(n) < 0.4
    x = rng.normal(0, 1, (n, 8)) + bad[:, None] * np.array([1, 1, 0.5, 0, -0.5, 0, 0.8, 0.3])
    return x.astype("float32"), bad.astype("float32")


x, bad = tumours(700, 0)
model = Sequential()
model.add(Input((8,)))
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(8, activation="relu"))
model.add(layers.Dense(1, activation="softmax"))  # -
# + model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, bad, epochs=20, batch_size=20, validation_split=0.2, verbose=0)
