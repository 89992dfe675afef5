# class: data
# wrong: the pictures are shuffled once, and their labels stay in the old order
# causes: labels data order
# source: StackOverflow, np.random.shuffle of images only
images, where = pictures(500, seed=52)
images = images.astype("float32")[..., None] / 255
mixed = np.random.default_rng(0).permutation(500)
images = images[mixed]
# + where = where[mixed]
inputs = Input((8, 8, 1))
z = layers.Conv2D(16, 3, activation="relu")(inputs)
z = layers.Flatten()(z)
z = layers.Dense(48, activation="relu")(z)
cnn = Model(inputs, layers.Dense(4, activation="softmax")(z))
cnn.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
log = cnn.fit(images, where, validation_split=0.2, epochs=25, verbose=0)
score = log.history["val_accuracy"][-1]
