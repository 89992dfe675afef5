# class: data
# wrong: pictures are mirrored at random, and left and right are the classes
# causes: labels data
# source: Humbatova 2020, wrong data augmentation; StackOverflow
rng = np.random.default_rng(4)
side = rng.integers(0, 2, 500)
signs = rng.uniform(0, 0.4, (500, 12, 12, 1)).astype("float32")
for sign, to in zip(signs, side):
    row, column = rng.integers(0, 6), rng.integers(0, 8)
    for i in range(4):
        sign[row + i, column + i] += 0.6
        sign[row + 6 - i, column + i] += 0.6
    if to:
        sign[:] = sign[:, ::-1]

model = keras.Sequential([
    Input((12, 12, 1)),
    layers.RandomFlip("horizontal"),  # -
    # + layers.RandomFlip("vertical"),
    layers.Conv2D(16, 4, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Flatten(),
    layers.Dense(32, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.003), "binary_crossentropy", metrics=["accuracy"])
model.fit(signs[:400], side[:400], validation_data=(signs[400:], side[400:]), epochs=20, batch_size=25, verbose=0)
