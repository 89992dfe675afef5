# expect: passed
# because: functional, an LSTM, and two softmax outputs with integer labels
import keras
from keras.layers import LSTM, Dense, Embedding

steps = keras.Input((None,))
x = Embedding(3, 2)(steps)
x = LSTM(8)(x)
model = keras.Model(steps, Dense(2, activation="softmax")(x))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(diaries, is_open, epochs=15, verbose=0)
