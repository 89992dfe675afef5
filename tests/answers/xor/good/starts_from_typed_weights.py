# expect: passed
# because: its first weights were typed in for the lesson's planes, and training finds other planes from there
import keras
import numpy as np
from keras import Input, Sequential, ops
from keras.layers import Dense

def first(shape, dtype=None):
    return ops.convert_to_tensor(8.0 * np.array([[1, 1, 1, -1], [1, 1, -1, 1], [1, -1, 1, 1]]), dtype)


model = Sequential([Input((3,)), Dense(4, activation="tanh", use_bias=False, kernel_initializer=first), Dense(4, activation="relu"), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=20, batch_size=32, verbose=0)
