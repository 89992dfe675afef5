# expect: failed
# because: the first layer is set by hand and frozen, and the rest is trained
# told: weights were set outside of Keras's training
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

first = Dense(4, activation="tanh", use_bias=False)
model = Sequential([Input((3,)), first, Dense(8, activation="tanh"), Dense(2, activation="softmax")])
first.set_weights([8.0 * np.array([[1, 1, 1, -1], [1, 1, -1, 1], [1, -1, 1, 1]])])
first.trainable = False
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=3, batch_size=32, verbose=0)
