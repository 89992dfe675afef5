# class: size
# wrong: seven layers of sigmoids let next to no gradient through to the first ones
# causes: activation initial gradient size
# source: DeepLocalize; AUTOTRAINER, vanishing gradient
rng = np.random.default_rng(84)
grain = rng.integers(0, 3, 700)
middle = rng.normal(0, 1.3, (3, 7))
seeds = (middle[grain] + rng.normal(0, 0.6, (700, 7))).astype("float32")

deep = Sequential()
deep.add(Input((7,)))
for _ in range(7):
    deep.add(layers.Dense(32, activation="sigmoid"))  # -
    # + deep.add(layers.Dense(32, activation="relu"))
deep.add(layers.Dense(3, activation="softmax"))
deep.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
deep.fit(seeds, grain, epochs=15, batch_size=32, validation_split=0.2, verbose=0)
