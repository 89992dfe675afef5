# class: batch
# wrong: every batch that is asked for is the first one
# causes: batch loop
# source: StackOverflow, a Sequence whose __getitem__ doesn't use its index
rng = np.random.default_rng(46)
x = rng.normal(0, 1, (700, 12)).astype("float32")
y = np.argmax(x[:, :3] + x[:, 3:6] * 0.8, axis=1)


class Pages(keras.utils.PyDataset):
    start = 0

    def __len__(self):
        return 15

    def __getitem__(self, index):
        first = self.start * 32  # -
        # + first = index * 32
        return x[first : first + 32], y[first : first + 32]


model = Sequential([Input((12,)), layers.Dense(24, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(Pages(), epochs=15, validation_data=(x[480:], y[480:]), verbose=0)
