# class: output
# wrong: the last layer gives logits, and the loss wasn't told so
# causes: activation
# source: UMLAUT, missing activation before the loss
x, y = flowers()


class Classifier(Model):
    def __init__(self, kinds):
        super().__init__()
        self.stack = [layers.Dense(32, activation="relu"), layers.Dense(kinds)]

    def call(self, x):
        for layer in self.stack:
            x = layer(x)
        return x


model = Classifier(3)
loss = keras.losses.SparseCategoricalCrossentropy()  # -
# + loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(keras.optimizers.RMSprop(0.01), loss, metrics=["accuracy"])
model.fit(x, y, epochs=20, verbose=0)
