# class: size
# wrong: the layer of one's own makes its weights with trainable=False
# causes: frozen
# source: Humbatova 2020, frozen layers
class Bumps(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, shape):
        self.centres = self.add_weight(shape=(self.units, shape[-1]), initializer="random_normal", trainable=False)  # -
        # + self.centres = self.add_weight(shape=(self.units, shape[-1]), initializer="random_normal")

    def call(self, x):
        return ops.exp(-4 * ops.sum(ops.square(x[:, None, :] - self.centres), axis=2))


x, y = points()
model = Sequential([Input((2,)), Bumps(12), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, batch_size=16, verbose=0)
