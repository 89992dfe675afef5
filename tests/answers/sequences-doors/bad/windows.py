# expect: failed
# because: a window of three steps, and pooling that forgets where
# told: is a Conv1D
import keras
from keras import Input, Sequential
from keras.layers import Conv1D, Dense, Embedding, GlobalMaxPooling1D

model = Sequential([
    Input(shape=(None,)),
    Embedding(3, 4),
    Conv1D(8, 3, activation="relu"),
    GlobalMaxPooling1D(),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(diaries, is_open, epochs=10, batch_size=32, validation_split=0.1, verbose=0)
