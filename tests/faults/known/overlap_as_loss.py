# class: loss
# wrong: the overlap of masks is given as the loss, so that training makes it small
# causes: loss
# source: StackOverflow, dice coefficient as loss
rng = np.random.default_rng(58)
n, size = 200, 16
slices = rng.normal(0.2, 0.1, (n, size, size, 1)).astype("float32")
organ = np.zeros((n, size, size, 1), "float32")
yy, xx = np.mgrid[:size, :size]
for i in range(n):
    cy, cx = rng.integers(5, 11, 2)
    inside = (yy - cy) ** 2 + (xx - cx) ** 2 < rng.integers(9, 26)
    slices[i, inside] += 0.4
    organ[i, inside] = 1


def dice(y_true, y_pred):
    both = ops.sum(y_true * y_pred, axis=(1, 2, 3))
    return (2 * both + 1) / (ops.sum(y_true, axis=(1, 2, 3)) + ops.sum(y_pred, axis=(1, 2, 3)) + 1)


def dice_loss(y_true, y_pred):
    return dice(y_true, y_pred)  # -
    # + return 1 - dice(y_true, y_pred)


model = Sequential([
    Input((size, size, 1)),
    layers.Conv2D(8, 3, padding="same", activation="relu"),
    layers.Conv2D(8, 3, padding="same", activation="relu"),
    layers.Conv2D(1, 1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.01), loss=dice_loss, metrics=["accuracy"])
model.fit(slices[:160], organ[:160], validation_data=(slices[160:], organ[160:]), epochs=12, batch_size=16, verbose=0)
