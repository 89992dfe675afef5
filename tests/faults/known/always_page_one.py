# class: data
# wrong: a sequence of one's own gives its first batch whatever number it is asked for
# causes: data overfitting batch
# source: Humbatova 2020, wrong batch handling


class Pages(keras.utils.PyDataset):
    def __init__(self, x, y, size=8):
        super().__init__()
        self.x, self.y, self.size = x, y, size

    def __len__(self):
        return len(self.x) // self.size

    def __getitem__(self, index):
        rows = slice(0, self.size)  # -
        # + rows = slice(index * self.size, (index + 1) * self.size)
        return self.x[rows], self.y[rows]


x_all, y_all = houses(400, seed=43)
y_all = scaled(y_all)
model = Sequential([Input((4,)), layers.Dense(64, activation="relu"), layers.Dense(64, activation="relu")])
model.add(layers.Dense(1))
model.compile("adam", "mse")
model.fit(Pages(scaled(x_all), y_all), epochs=25, verbose=0)
