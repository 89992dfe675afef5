# class: optimizer
# wrong: the rate of Adam is 0.1, which kills the units of the network in its first steps
# causes: rate activation
# source: AUTOTRAINER, dying ReLU; DeepFD, learning rate
rng = np.random.default_rng(75)
kind = rng.integers(0, 4, 600)
tiles = rng.uniform(0, 0.6, (600, 12, 12, 1)).astype("float32")
patterns = rng.uniform(-1, 1, (4, 4, 4))
for tile, k in zip(tiles, kind):
    r, c = rng.integers(0, 8, 2)
    tile[r : r + 4, c : c + 4, 0] += 0.7 * patterns[k]

model = Sequential()
model.add(Input((12, 12, 1)))
model.add(layers.Conv2D(16, 4, activation="relu"))
model.add(layers.MaxPooling2D(2))
model.add(layers.Conv2D(16, 3, activation="relu"))
model.add(layers.Flatten())
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(4, activation="softmax"))
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.1),  # -
    # + optimizer=keras.optimizers.Adam(learning_rate=0.002),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(tiles[:480], kind[:480], epochs=14, batch_size=24, validation_data=(tiles[480:], kind[480:]), verbose=0)
