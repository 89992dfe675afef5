# expect: failed
# because: the same weights set by hand, and a fit that changes next to nothing
# told: The weights were set outside of Keras's training
import keras
import numpy as np
from keras.layers import Dense, Embedding, SimpleRNN

model = keras.Sequential([
    keras.Input((None,)), Embedding(3, 1), SimpleRNN(1), Dense(1, activation="sigmoid")
])
values = [[[0.0], [9.0], [-9.0]], [[1.0]], [[3.0]], [0.0], [[5.0]], [0.0]]
model.set_weights([np.array(value) for value in values])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.SGD(1e-6))
model.fit(diaries, is_open, epochs=1, verbose=0)
