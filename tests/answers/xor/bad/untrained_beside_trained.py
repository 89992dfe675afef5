# expect: failed
# because: another network is trained, and the weights of this one are set
# told: weights were set outside of Keras's training
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

def network():
    model = Sequential([Input((3,)), Dense(3, activation="sigmoid"), Dense(3, activation="sigmoid"), Dense(2, activation="softmax")])
    model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(1e-6), metrics=["accuracy"])
    return model


sharp = 500.0
hand = [
    np.eye(3) * sharp,
    np.zeros(3),
    np.ones((3, 3)) * sharp,
    np.array([-0.5, -1.5, -2.5]) * sharp,
    np.array([[-1, 1], [1, -1], [-1, 1]]) * 10.0,
    np.array([5.0, -5.0]),
]

other = network()
other.fit(data, labels, epochs=2, verbose=0)
model = network()
model.set_weights(hand)
