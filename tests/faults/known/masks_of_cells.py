# class: labels
# wrong: the masks are pictures of 0 and 255, and a sigmoid with a crossentropy wants 0 and 1
# causes: labels scale activation
# source: Kaggle segmentation, masks not divided by 255
rng = np.random.default_rng(18)
x = rng.normal(0, 0.35, (220, 16, 16, 1)).astype("float32")
masks = np.zeros((220, 16, 16, 1), "uint8")
for picture, mask in zip(x, masks):
    top, left = rng.integers(0, 9, 2)
    mask[top : top + 7, left : left + 7] = 255
    picture += mask / 255
y = masks.astype("float32")
# + y = y / 255
inputs = Input((16, 16, 1))
z = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
z = layers.Conv2D(8, 3, padding="same", activation="relu")(z)
model = Model(inputs, layers.Conv2D(1, 1, activation="sigmoid")(z))
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:150], y[:150], batch_size=16, epochs=15, validation_data=(x[150:], y[150:]), verbose=0)
