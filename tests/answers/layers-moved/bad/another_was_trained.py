# expect: failed
# because: the model that is handed in never saw a digit
# told: never trained
import keras
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, GlobalMaxPooling2D


def network():
    return Sequential([
        Input(shape=(12, 12, 1)), Conv2D(32, 5, activation="relu"), GlobalMaxPooling2D(), Dense(10, activation="softmax"),
    ])


model, other = network(), network()
other.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
other.fit(moved, labels, epochs=5, verbose=0)
