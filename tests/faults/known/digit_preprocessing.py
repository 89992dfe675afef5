# class: data
# wrong: the array for the scaled pictures takes its whole-number type from the bytes, so 0..1 is cut off to zero
# causes: data scale
# source: Stack Overflow questions on numpy types (zeros_like of uint8)
keras.utils.set_random_seed(2)


def make_scans(n, seed):
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 4, n)
    scans = rng.integers(0, 90, (n, 12, 12))
    for scan, k in zip(scans, kind):
        at = rng.integers(2, 10)
        if k == 0:
            scan[at, :] += 120
        elif k == 1:
            scan[:, at] += 120
        elif k == 2:
            scan[np.arange(12), np.arange(12)] += 120
        else:
            scan[at - 2:at + 2, at - 2:at + 2] += 120
    return scans.astype("uint8"), kind


def preprocess(scans):
    out = np.zeros_like(scans)  # -
    # + out = np.zeros(scans.shape, "float32")
    for i, scan in enumerate(scans):
        out[i] = scan / 255.0
    return out[..., None]


scans, kind = make_scans(700, 0)
x = preprocess(scans)
model = keras.Sequential([
    keras.Input((12, 12, 1)),
    layers.Conv2D(8, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(24, activation="relu"),
    layers.Dense(4, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, kind, epochs=15, batch_size=32, validation_split=0.15, verbose=0)
