# expect: failed
# because: the model that was trained is not the one that is handed in
# told: Another model was trained
import keras
from keras import Input, Sequential
from keras.layers import Dense
from keras.optimizers import RMSprop


def finder():
    found = Sequential([Input(shape=(64,)), Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
    found.compile(loss="binary_crossentropy", optimizer=RMSprop(0.01), metrics=["accuracy", "recall"])
    return found


history = finder().fit(x, nine, epochs=10, validation_split=0.2, verbose=0)
model = finder()
