# expect: passed
# tiers: all
import keras


class Network(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.hidden = [keras.layers.Dense(units, activation="relu") for _ in range(2)]
        self.out = keras.layers.Dense(2, activation="softmax")

    def call(self, x, training=False):
        for layer in self.hidden:
            x = layer(x)
        return self.out(x)


model = Network(16)
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(data, labels, epochs=25, batch_size=32, verbose=0)
