# expect: failed
# because: the trained model is another one
# told: it was never trained
import keras
from keras.layers import Conv2D, Dense, GlobalMaxPooling2D


def network():
    return keras.Sequential([
        keras.Input((12, 12, 1)), Conv2D(32, 5, activation="relu"), GlobalMaxPooling2D(), Dense(10, activation="softmax")
    ])


trained, model = network(), network()
trained.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
trained.fit(moved, labels, epochs=10, verbose=0)
