# expect: failed
# because: the state is built by hand, and one step changes next to nothing
# told: set outside of Keras's training
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense, Embedding, SimpleRNN

model = Sequential([Input(shape=(None,)), Embedding(3, 2), SimpleRNN(1, use_bias=False), Dense(1, activation="sigmoid")])
weights = [np.array([[0, 0], [9, 0], [0, 9]]), np.array([[9], [-9]]), np.array([[5]]), np.array([[9]]), np.zeros(1)]
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(1e-6))
model.set_weights(weights)
model.fit(diaries[:32], is_open[:32], epochs=1, verbose=0)
