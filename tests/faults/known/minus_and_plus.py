# class: labels
# wrong: the classes are -1 and 1, and binary cross-entropy wants 0 and 1
# causes: labels loss
# source: DeepLocalize; StackOverflow, negative loss with binary_crossentropy
rng = np.random.default_rng(40)
spins = rng.normal(0, 1, (600, 5))
up = np.sign(spins[:, 0] * spins[:, 1] + 0.6 * spins[:, 2])
# + up = (up + 1) / 2
model = Sequential()
model.add(Input((5,)))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.005), metrics=["accuracy"])
model.fit(spins, up, epochs=16, batch_size=32, validation_split=0.2, verbose=0)
