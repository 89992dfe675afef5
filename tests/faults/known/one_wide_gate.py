# class: size
# wrong: all has to pass through a hidden layer of one unit, and there are eight classes
# causes: size underfitting
# source: Humbatova 2020, wrong number of units; DeepFD
rng = np.random.default_rng(86)
letter = rng.integers(0, 8, 900)
strokes = rng.normal(0, 1.5, (8, 10))
drawn = (strokes[letter] + rng.normal(0, 0.6, (900, 10))).astype("float32")

model = Sequential([
    Input((10,)),
    layers.Dense(64, activation="relu"),
    layers.Dense(1, activation="relu"),  # -
    # + layers.Dense(32, activation="relu"),
    layers.Dense(8, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(drawn, letter, epochs=15, batch_size=32, validation_split=0.2, verbose=0)
