# class: data
# wrong: bytes from 0 to 255 go into the network as they are
# causes: scale rate
# source: UMLAUT, input normalization; StackOverflow
rng = np.random.default_rng(21)
label = rng.integers(0, 3, 600)
photos = rng.integers(120, 256, (600, 16, 16, 3))
for photo, kind in zip(photos, label):
    r, c = rng.integers(1, 10, 2)
    photo[r : r + 5, c : c + 5, kind] -= 110
photos = photos.astype("float32")
# + photos = (photos - 180.0) / 45.0

cnn = Sequential()
cnn.add(Input((16, 16, 3)))
cnn.add(layers.Conv2D(16, 3, activation="relu"))
cnn.add(layers.MaxPooling2D())
cnn.add(layers.Conv2D(16, 3, activation="relu"))
cnn.add(layers.Flatten())
cnn.add(layers.Dense(32, activation="relu"))
cnn.add(layers.Dense(3, activation="softmax"))
cnn.compile(keras.optimizers.SGD(0.02, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])
cnn.fit(photos[:480], label[:480], validation_data=(photos[480:], label[480:]), epochs=15, batch_size=32, verbose=0)
