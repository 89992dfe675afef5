# class: labels
# wrong: the masks are 0 and 255, and the loss wants 0 and 1
# causes: labels loss scale
# source: StackOverflow, U-Net with negative loss
rng = np.random.default_rng(13)
n, size = 240, 16
scans = rng.normal(0.3, 0.12, (n, size, size, 1))
masks = np.zeros((n, size, size, 1), "uint8")
for scan, mask in zip(scans, masks):
    r, c, h, w = *rng.integers(1, 8, 2), *rng.integers(4, 8, 2)
    scan[r : r + h, c : c + w] += 0.35
    mask[r : r + h, c : c + w] = 255
masks = masks.astype("float32")
# + masks = masks / 255

inputs = Input((size, size, 1))
h = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
h = layers.Conv2D(8, 3, padding="same", activation="relu")(h)
outputs = layers.Conv2D(1, 1, activation="sigmoid")(h)
unet = Model(inputs, outputs)
unet.compile(optimizer=keras.optimizers.Adam(0.005), loss="binary_crossentropy", metrics=["accuracy"])
unet.fit(scans[:200], masks[:200], validation_data=(scans[200:], masks[200:]), epochs=12, batch_size=10, verbose=0)
