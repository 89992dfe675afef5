# expect: failed
# because: the model that is handed in never saw a diary
# told: never trained
import keras
from keras import Input, Sequential
from keras.layers import GRU, Dense, Embedding


def network():
    return Sequential([Input(shape=(None,)), Embedding(3, 4), GRU(8), Dense(1, activation="sigmoid")])


model, other = network(), network()
other.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01))
other.fit(diaries, is_open, epochs=10, verbose=0)
