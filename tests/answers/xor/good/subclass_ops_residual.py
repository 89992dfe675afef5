# expect: passed
# because: a class whose call joins layers by operators and keras.ops
import keras
from keras import ops
from keras.layers import Dense

class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = Dense(16, activation="tanh")
        self.gate = Dense(16, activation="sigmoid")
        self.second = Dense(16, activation="tanh")
        self.out = Dense(2)

    def call(self, x):
        h = self.first(x - 0.0)
        h = h + self.second(h) * self.gate(x)
        return ops.softmax(self.out(ops.concatenate([x, h], axis=1)))


model = Own()
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=20, batch_size=32, verbose=0)
