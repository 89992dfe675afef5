# why: batches come from a PyDataset that shuffles by itself
class Batches(keras.utils.PyDataset):
    def __init__(self, x, y):
        super().__init__()
        self.x, self.y, self.rng = x, y, np.random.default_rng(0)

    def __len__(self):
        return 15

    def __getitem__(self, at):
        rows = self.rng.integers(0, len(self.y), 30)
        return self.x[rows], self.y[rows]


model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(Batches(*flowers()), epochs=20, verbose=0)
