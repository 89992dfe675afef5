# class: data
# wrong: numbers of words go straight into Dense layers, as if word 900 were 900 times word 1
# causes: data scale
# source: Humbatova 2020, missing preprocessing
rng = np.random.default_rng(48)
text = rng.integers(1, 1000, (600, 10))
good = rng.permutation(np.arange(1000) % 2)
mood = (good[text].mean(1) > 0.5).astype(int)
model = Sequential([Input((10,))])
# + model.add(layers.Embedding(1000, 8))
# + model.add(layers.Flatten())
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
model.fit(text, mood, epochs=25, verbose=0)
