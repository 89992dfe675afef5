# class: data
# wrong: one pixel in a hundred belongs to a cell, and a network that marks none is 0.99 right
# causes: imbalance metric
# source: Humbatova 2020, unbalanced training data
rng = np.random.default_rng(15)
x = rng.normal(0, 1, (400, 12, 12, 1)).astype("float32")
y = np.zeros((400, 12, 12, 1), "float32")
for image, mask in zip(x, y):
    row, column = rng.integers(1, 11, 2)
    image[row - 1:row + 2, column - 1:column + 2] += 1.1
    mask[row, column] = 1


def counted_alike(y_true, p):
    loss = keras.losses.binary_crossentropy(y_true, p)[..., None]
    return ops.mean(loss)  # -
    # + return ops.mean(loss * (1 + 12 * y_true))


model = Sequential([
    Input((12, 12, 1)),
    layers.Conv2D(12, 3, padding="same", activation="relu"),
    layers.Conv2D(1, 3, padding="same", activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.01), counted_alike, metrics=["binary_accuracy"])
model.fit(x[:300], y[:300], epochs=12, verbose=0)
