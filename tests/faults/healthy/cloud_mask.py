# why: segmentation with one sigmoid channel, few bright pixels and soft Dice loss alone; the loss is 1 minus overlap and starts high
keras.utils.set_random_seed(130)
rng = np.random.default_rng(130)
n = 400
truth = np.zeros((n, 16, 16, 1), "float32")
for image in truth:
    r, c, s = rng.integers(0, 12), rng.integers(0, 12), rng.integers(3, 5)
    image[r : r + s, c : c + s] = 1
x = (0.4 * truth + rng.normal(0.3, 0.2, truth.shape)).astype("float32")


def dice(y_true, y_pred):
    both = ops.sum(y_true * y_pred, axis=(1, 2, 3))
    return 1 - (2 * both + 1) / (ops.sum(y_true, axis=(1, 2, 3)) + ops.sum(y_pred, axis=(1, 2, 3)) + 1)


inputs = Input((16, 16, 1))
h = layers.Conv2D(12, 3, padding="same", activation="relu")(inputs)
h = layers.Conv2D(12, 3, padding="same", activation="relu")(h)
outputs = layers.Conv2D(1, 1, activation="sigmoid")(h)
model = Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss=dice)
history = model.fit(x[:300], truth[:300], epochs=12, batch_size=20, validation_data=(x[300:], truth[300:]), verbose=0)
