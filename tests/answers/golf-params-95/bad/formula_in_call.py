# expect: failed
# because: the class's call computes the product, and a Dense is trained on it
# told: bare operation
import keras
from keras import ops
from keras.layers import Dense

class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = Dense(1, activation="sigmoid")

    def call(self, x):
        return self.out(ops.concatenate([x, 100 * ops.prod(x, axis=1, keepdims=True)], axis=1))


model = Own()
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.05))
history = model.fit(data, labels, epochs=4, batch_size=8, verbose=0)
