# class: loss
# wrong: the overlap, which should grow, is handed over as the loss, so it is made small
# causes: loss
# source: StackOverflow, dice coefficient as a loss; Keras issues; Kaggle, segmentation
import keras
import numpy as np
from keras import layers, ops

rng = np.random.default_rng(40)
yy, xx = np.mgrid[:16, :16]
masks, images = [], []
for _ in range(300):
    row, column = rng.uniform(4, 12, 2)
    radius = rng.uniform(2.5, 4.5)
    mask = ((yy - row) ** 2 + (xx - column) ** 2 < radius**2).astype("float32")
    masks.append(mask)
    images.append(0.6 * mask + rng.normal(0.2, 0.15, (16, 16)))
images = np.array(images, "float32")[..., None]
masks = np.array(masks)[..., None]


def dice(true, predicted):
    both = ops.sum(true * predicted, axis=(1, 2, 3))
    return ops.mean((2 * both + 1) / (ops.sum(true, axis=(1, 2, 3)) + ops.sum(predicted, axis=(1, 2, 3)) + 1))


def dice_loss(true, predicted):
    return dice(true, predicted)  # -
    # + return 1 - dice(true, predicted)


model = keras.Sequential([
    keras.Input((16, 16, 1)),
    layers.Conv2D(8, 3, padding="same", activation="relu"),
    layers.Conv2D(8, 3, padding="same", activation="relu"),
    layers.Conv2D(1, 1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.01), loss=dice_loss, metrics=[dice])
history = model.fit(images[:240], masks[:240], epochs=10, batch_size=24, validation_data=(images[240:], masks[240:]), verbose=0)
