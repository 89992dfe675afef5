# class: output
# wrong: the loss is the overlap of mask and prediction, which gets smaller; it had to be 1 less that
# causes: loss
# source: Kaggle segmentation and StackOverflow, dice coefficient given as the loss
rng = np.random.default_rng(27)
y = np.zeros((220, 16, 16, 1), "float32")
for mask in y:
    top, left = rng.integers(0, 8, 2)
    mask[top : top + 8, left : left + 8] = 1
x = (y - 0.5 + rng.normal(0, 0.5, y.shape)).astype("float32")


def dice(y_true, y_pred):
    common = ops.sum(y_true * y_pred, axis=(1, 2, 3))
    both = ops.sum(y_true, axis=(1, 2, 3)) + ops.sum(y_pred, axis=(1, 2, 3))
    return (2 * common + 1) / (both + 1)  # -
    # + return 1 - (2 * common + 1) / (both + 1)


model = Sequential([
    Input((16, 16, 1)),
    layers.Conv2D(8, 3, padding="same", activation="relu"),
    layers.Conv2D(1, 3, padding="same", activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.01), loss=dice)
model.fit(x[:160], y[:160], batch_size=16, epochs=12, validation_data=(x[160:], y[160:]), verbose=0)
