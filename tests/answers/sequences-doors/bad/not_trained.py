# expect: failed
# because: built and compiled, never fitted
# told: was it trained
import keras
from keras import Input, Sequential
from keras.layers import GRU, Dense, Embedding

model = Sequential([
    Input(shape=(None,)),
    Embedding(3, 4),
    GRU(8),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])

