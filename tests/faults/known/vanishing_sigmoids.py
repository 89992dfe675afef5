# class: size
# wrong: ten layers of sigmoids in a class of its own
# causes: activation
# source: DeepLocalize, vanishing gradient
x, y = points()


class Deep(Model):
    def __init__(self):
        super().__init__()
        self.stack = [layers.Dense(12, activation="sigmoid") for _ in range(10)]  # -
        # + self.stack = [layers.Dense(12, activation="relu") for _ in range(3)]
        self.out = layers.Dense(1, activation="sigmoid")

    def call(self, x):
        for layer in self.stack:
            x = layer(x)
        return self.out(x)


model = Deep()
model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy", metrics=["accuracy"])  # -
# + model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
