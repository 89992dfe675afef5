# expect: failed
# because: built and compiled, never fitted
# told: never trained
import keras
from keras import Input, Sequential
from keras.layers import SimpleRNN, Dense, Embedding

model = Sequential([
    Input(shape=(None,)),
    Embedding(3, 4, mask_zero=True),
    SimpleRNN(8),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])

