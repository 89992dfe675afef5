# expect: failed
# because: a class has both layers, and hands out what it makes of the inputs' half
# told: the second takes what comes out of the first
import keras
from keras.layers import Dense


class Network(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden, self.out = Dense(5, activation="relu"), Dense(2, activation="softmax")

    def call(self, x):
        self.hidden(x)
        return self.out(x[:, :5])


model = Network()
model.build((None, 10))
model(keras.ops.zeros((1, 10)))
