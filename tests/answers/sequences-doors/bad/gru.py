# expect: failed
# because: the lesson's GRU holds its state, and is not what was asked
# told: is a GRU
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
model.fit(diaries, is_open, epochs=10, batch_size=32, verbose=0)
