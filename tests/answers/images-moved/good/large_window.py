# expect: passed
# because: one convolution with a large window, and a training loop of the learner's own
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Activation, Conv2D, Dense, GlobalMaxPool2D

model = Sequential([
    Input(shape=moved.shape[1:]),
    Conv2D(32, (5, 5)),
    Activation("relu"),
    GlobalMaxPool2D(),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
for epoch in range(15):
    order = np.random.permutation(len(moved))
    for start in range(0, len(order), 32):
        batch = order[start : start + 32]
        model.train_on_batch(moved[batch], labels[batch])
