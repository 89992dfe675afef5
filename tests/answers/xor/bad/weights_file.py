# expect: failed
# because: weights written down, saved by one network and loaded by another
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
other.set_weights(hand)
other.save_weights("hand.weights.h5")
model = network()
model.fit(data, labels, epochs=1, verbose=0)
model.load_weights("hand.weights.h5")
