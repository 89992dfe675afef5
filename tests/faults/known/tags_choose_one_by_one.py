# class: loss
# wrong: four independent tags are learnt with categorical_crossentropy, which wants one choice
# causes: loss labels
# source: NeuraLint, several labels
rng = np.random.default_rng(21)
x = rng.normal(size=(700, 6)).astype("float32")
y = (x @ rng.normal(size=(6, 4)) > 0.5).astype("float32")

inputs = Input((6,))
h = layers.Dense(32, activation="relu")(inputs)
tags = layers.Dense(4, activation="sigmoid")(h)
model = Model(inputs, tags)
model.compile("adam", loss="categorical_crossentropy", metrics=["binary_accuracy"])  # -
# + model.compile("adam", loss="binary_crossentropy", metrics=["binary_accuracy"])
model.fit(x[:500], y[:500], epochs=30, batch_size=16, verbose=0)
