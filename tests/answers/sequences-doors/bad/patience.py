# expect: failed
# because: the starter, four times as long
# told: At most 10 epochs
import keras
from keras import Input, Sequential
from keras.layers import SimpleRNN, Dense, Embedding

model = Sequential([
    Input(shape=(None,)),
    Embedding(3, 4),
    SimpleRNN(16),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(diaries, is_open, epochs=40, batch_size=32, verbose=0)
