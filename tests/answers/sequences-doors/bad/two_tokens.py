# expect: failed
# because: three tokens, and a table with two rows
# told: 2 is not in [0, 2)
import keras
from keras import Input, Sequential
from keras.layers import GRU, Dense, Embedding

model = Sequential([
    Input(shape=(None,)),
    Embedding(2, 4),
    GRU(8),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(diaries, is_open, epochs=12, batch_size=32, validation_split=0.1, verbose=0)
