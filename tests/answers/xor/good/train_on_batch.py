# expect: passed
# because: a loop of train_on_batch
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input((3,)), Dense(16, activation="tanh"), Dense(8, activation="tanh"), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
rng = np.random.default_rng(0)
for epoch in range(12):
    for rows in np.array_split(rng.permutation(len(data)), 313):
        model.train_on_batch(data[rows], labels[rows])
