# class: size
# wrong: no layer bends anything, so that three of them are one straight line
# causes: activation size
# source: NeuraLint, missing activation; StackOverflow
rng = np.random.default_rng(80)
place = rng.uniform(-1, 1, (900, 2)).astype("float32")
ring = (np.hypot(place[:, 0], place[:, 1]) > 0.7).astype("float32")

model = Sequential([
    Input((2,)),
    layers.Dense(64),  # -
    layers.Dense(32),  # -
    # + layers.Dense(64, activation="relu"),
    # + layers.Dense(32, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
model.fit(place, ring, epochs=18, batch_size=32, validation_split=0.2, verbose=0)
