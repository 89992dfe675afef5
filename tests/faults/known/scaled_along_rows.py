# class: data
# wrong: scaled over each row instead of each column
# causes: scale
# source: Humbatova 2020, wrong preprocessing
x, y = houses()
x = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)  # -
# + x = (x - x.mean(axis=0, keepdims=True)) / x.std(axis=0, keepdims=True)
target = (y - y.mean()) / y.std()


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = layers.Dense(32, activation="relu")
        self.b = layers.Dense(1)

    def call(self, x):
        return self.b(self.a(x))


model = Net()
model.compile("adam", "mse", metrics=["mae"])
model.fit(x, target, epochs=30, validation_split=0.2, verbose=0)
