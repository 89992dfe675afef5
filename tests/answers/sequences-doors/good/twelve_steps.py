# expect: passed
# because: an Input that says 12, which a recurrent layer does not mind
import keras
from keras import Input, Sequential
from keras.layers import LSTM, Dense, Embedding

model = Sequential([
    Input(shape=(12,)),
    Embedding(3, 4),
    LSTM(8),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(diaries, is_open, epochs=12, batch_size=32, validation_split=0.1, verbose=0)
