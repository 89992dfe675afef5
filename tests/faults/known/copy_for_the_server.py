# class: prediction
# wrong: the network for the server is built anew and never gets the weights that were trained
# causes: rebuilt prediction
# source: StackOverflow, loaded model predicts at random; Keras issues
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(96)
x = rng.normal(size=(900, 6)).astype("float32")
group = (x @ rng.normal(size=(6, 3))).argmax(axis=1)


def network():
    return keras.Sequential([keras.Input((6,)), layers.Dense(32, activation="relu"), layers.Dense(3, activation="softmax")])


trained = network()
trained.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
trained.fit(x[:700], group[:700], epochs=12, verbose=0)

server = network()
# + server.set_weights(trained.get_weights())
server.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
loss, accuracy = server.evaluate(x[700:], group[700:], verbose=0)
