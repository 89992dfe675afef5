# expect: failed
# because: a class of its own, where a functional model was asked for
# told: Join the two branches with Concatenate
import keras
from keras import ops
from keras.layers import Dense


class Two(keras.Model):
    def __init__(self):
        super().__init__()
        self.left, self.right = Dense(8, activation="relu"), Dense(8, activation="relu")
        self.last = Dense(1, activation="sigmoid")

    def call(self, both):
        return self.last(ops.concatenate([self.left(both[0]), self.right(both[1])]))


model = Two()
model([ops.zeros((1, 64)), ops.zeros((1, 3))])
