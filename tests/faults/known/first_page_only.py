# class: batches
# wrong: the dataset ignores the index it is asked for, and always gives the first batch
# causes: batch loop data overfitting
# source: StackOverflow, keras.utils.Sequence; Islam 2019, data bugs
rng = np.random.default_rng(100)
x = rng.normal(0, 1, (800, 8)).astype("float32")
y = (x[:, 0] * x[:, 1] + x[:, 2] - 0.5 * x[:, 3] ** 2 + 0.3 > 0).astype("float32")


class Pages(keras.utils.PyDataset):
    def __init__(self, inputs, answers, size=20):
        super().__init__()
        self.inputs, self.answers, self.size = inputs, answers, size

    def __len__(self):
        return len(self.inputs) // self.size

    def __getitem__(self, index):
        start = 0  # -
        # + start = index * self.size
        end = start + self.size
        return self.inputs[start:end], self.answers[start:end]


net = Sequential([Input((8,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
net.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
net.fit(Pages(x[:600], y[:600]), validation_data=(x[600:], y[600:]), epochs=20, verbose=0)
