# expect: passed
# because: own Dense-like layers with add_weight, as in finer-control
import keras
from keras import ops
class Linear(keras.layers.Layer):
    def __init__(self, units, activation=None, **kw):
        super().__init__(**kw)
        self.units, self.activation = units, activation
    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], self.units), initializer="glorot_uniform")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros")
    def call(self, x):
        y = ops.matmul(x, self.w) + self.b
        return ops.tanh(y) if self.activation == "tanh" else y
    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}
i = keras.Input((3,))
model = keras.Model(i, Linear(2)(Linear(12, "tanh")(Linear(16, "tanh")(i))))
model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(data, labels, epochs=15, batch_size=32, verbose=0)
