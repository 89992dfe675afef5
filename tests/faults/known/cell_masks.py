# class: data
# wrong: pictures and masks are flipped at random independently of each other, so they no longer fit
# causes: data labels
# source: Keras and forum questions on augmenting for segmentation (same seed for picture and mask)
keras.utils.set_random_seed(11)


def cells(n, seed):
    rng = np.random.default_rng(seed)
    grid = np.stack(np.meshgrid(np.arange(16), np.arange(16), indexing="ij"), -1)
    centre, radius = rng.uniform(2, 14, (n, 1, 1, 2)), rng.uniform(2.2, 3.4, (n, 1, 1))
    mask = (np.linalg.norm(grid - centre, axis=-1) < radius).astype("float32")
    x = 0.25 + 0.4 * mask + rng.normal(0, 0.12, (n, 16, 16))
    return x[..., None].astype("float32"), mask[..., None]


flip_picture = layers.RandomFlip("horizontal_and_vertical")
flip_mask = layers.RandomFlip("horizontal_and_vertical")


def augment(picture, mask):
    return flip_picture(picture, training=True), flip_mask(mask, training=True)  # -
    # + both = flip_picture(tf.concat([picture, mask], -1), training=True)
    # + return both[..., :1], both[..., 1:]


x, mask = cells(500, 0)
train = tf.data.Dataset.from_tensor_slices((x, mask)).shuffle(500).batch(25).map(augment)
model = Sequential([
    Input((16, 16, 1)),
    layers.Conv2D(8, 3, padding="same", activation="relu"),
    layers.Conv2D(8, 3, padding="same", activation="relu"),
    layers.Conv2D(1, 1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=8, verbose=0)
