# expect: failed
# because: an answer for each step, where one for the diary is wanted
# told: (None, 12, 1)
import keras
from keras import Input, Sequential
from keras.layers import SimpleRNN, Dense, Embedding

model = Sequential([
    Input(shape=(None,)),
    Embedding(3, 4, mask_zero=True),
    SimpleRNN(8, return_sequences=True),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(diaries, is_open, epochs=10, batch_size=32, validation_split=0.1, verbose=0)
