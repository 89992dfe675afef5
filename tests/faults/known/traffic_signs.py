# class: data
# wrong: random mirroring turns arrows to the left into arrows to the right while the label stays
# causes: data labels
# source: Stack Overflow and forum questions on augmentation that changes the class
keras.utils.set_random_seed(9)


def arrows(n, seed):
    """Pictures of arrows to the left (0) and to the right (1)."""
    rng = np.random.default_rng(seed)
    side = rng.integers(0, 2, n)
    x = rng.uniform(0, 0.5, (n, 11, 11))
    for picture, s in zip(x, side):
        r, c = rng.integers(3, 8), rng.integers(3, 8)
        view = picture[:, ::-1] if s else picture
        for k in range(4):
            view[r - k if r - k >= 0 else 0, c - 3 + k] += 0.5
            view[r + k if r + k < 11 else 10, c - 3 + k] += 0.5
    return x[..., None].astype("float32"), side


x, side = arrows(900, 0)
augment = Sequential([
    layers.RandomFlip("horizontal"),  # -
    # + layers.RandomTranslation(0.05, 0.05),
    layers.RandomBrightness(0.1, value_range=(0, 1)),
])
inputs = Input((11, 11, 1))
h = augment(inputs)
h = layers.Conv2D(12, 3, activation="relu")(h)
h = layers.MaxPooling2D()(h)
h = layers.Flatten()(h)
h = layers.Dense(24, activation="relu")(h)
outputs = layers.Dense(1, activation="sigmoid")(h)
model = Model(inputs, outputs)
model.compile(keras.optimizers.Adam(0.003), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, side, epochs=15, batch_size=32, validation_split=0.1, verbose=0)
