# expect: passed
# because: operations in place of a layer for the scores, and a training loop of the learner's own
import keras
import numpy as np
from keras import ops
from keras.layers import Dense

steps = keras.Input((65, 8))
query, keys, values = Dense(4)(steps[:, -1:]), Dense(4)(steps), Dense(8)(steps)
scores = ops.matmul(query, ops.transpose(keys, (0, 2, 1)))
found = ops.matmul(ops.softmax(scores, axis=-1), values)[:, 0]
model = keras.Model(steps, Dense(4, activation="softmax")(found))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
for epoch in range(20):
    order = np.random.permutation(len(evenings))
    for start in range(0, len(order), 32):
        batch = order[start : start + 32]
        model.train_on_batch(evenings[batch], hooks[batch])
