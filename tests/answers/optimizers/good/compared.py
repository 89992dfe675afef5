# expect: passed
# because: a second network with the same seed is trained for forty epochs, to compare with
import keras
from keras import Input, Sequential
from keras.layers import Dense


def network(optimizer):
    keras.utils.set_random_seed(3)
    unit = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
    unit.compile(optimizer=optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    return unit


plain = network("sgd")
plain.fit(walks, uphill, epochs=40, verbose=0)
model = network(keras.optimizers.Adam(0.05))
history = model.fit(walks, uphill, epochs=10, verbose=0)
