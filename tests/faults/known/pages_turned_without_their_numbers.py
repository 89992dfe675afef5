# class: data
# wrong: at the end of an epoch the generator shuffles the pictures and leaves the labels where they were
# causes: labels order data
# source: StackOverflow, on_epoch_end of a Sequence
class Album(keras.utils.PyDataset):
    def __init__(self, images, targets, size=25):
        super().__init__()
        self.images, self.targets, self.size = images.copy(), targets.copy(), size
        self.on_epoch_end()

    def __len__(self):
        return len(self.images) // self.size

    def __getitem__(self, index):
        part = slice(index * self.size, (index + 1) * self.size)
        return self.images[part], self.targets[part]

    def on_epoch_end(self):
        order = np.random.permutation(len(self.images))
        self.images = self.images[order]
        # + self.targets = self.targets[order]


raw, side = pictures(500, seed=6)
images = (raw / 255.0).astype("float32")[..., np.newaxis]
cnn = Sequential([Input((8, 8, 1)), layers.Conv2D(16, 3, activation="relu"), layers.Flatten(),
                  layers.Dense(32, activation="relu"), layers.Dense(4, activation="softmax")])
cnn.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cnn.fit(Album(images[:400], side[:400]), epochs=25, verbose=0)
score = cnn.evaluate(images[400:], side[400:], verbose=0)[1]
