# expect: failed
# because: a table of all pictures at all places, and nothing that learns
# told: The weights are still what they were
import keras
import numpy as np
from keras import ops

table = np.zeros((len(images) * 25, 144), "float32")
for number, (picture, place) in enumerate((p, q) for p in images for q in range(25)):
    canvas = np.zeros((12, 12), "float32")
    canvas[place // 5 : place // 5 + 8, place % 5 : place % 5 + 8] = picture.reshape(8, 8)
    table[number] = canvas.ravel()
answers = np.eye(10, dtype="float32")[np.repeat(labels, 25)]


class Lookup(keras.Model):
    def __init__(self):
        super().__init__()
        self.unused = self.add_weight(shape=(1,))
        self.built = True

    def call(self, x):
        flat = ops.reshape(ops.cast(x, "float32"), (-1, 144))
        near = ops.sum(table**2, axis=1) - 2 * ops.matmul(flat, table.T)
        return ops.take(answers, ops.argmin(near, axis=1), axis=0)


model = Lookup()
