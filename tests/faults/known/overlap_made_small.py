# class: loss
# wrong: the loss is the overlap of the masks itself, which is made as small as can be
# causes: loss
# source: Humbatova 2020, wrong loss calculation
rng = np.random.default_rng(2)
images = rng.uniform(0, 0.4, (200, 12, 12, 1)).astype("float32")
masks = np.zeros_like(images)
for mask in masks:
    r, c = rng.integers(0, 8, 2)
    mask[r : r + 4, c : c + 4] = 1
images += 0.6 * masks


def dice_loss(y_true, y_pred, smooth=1.0):
    overlap = ops.sum(y_true * y_pred, axis=(1, 2, 3))
    total = ops.sum(y_true, axis=(1, 2, 3)) + ops.sum(y_pred, axis=(1, 2, 3))
    dice = (2.0 * overlap + smooth) / (total + smooth)
    return dice  # -
    # + return 1.0 - dice


inputs = Input((12, 12, 1))
h = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
h = layers.Conv2D(8, 3, padding="same", activation="relu")(h)
model = Model(inputs, layers.Conv2D(1, 1, activation="sigmoid")(h))
model.compile("adam", dice_loss)
model.fit(images, masks, epochs=25, batch_size=20, verbose=0)
