# expect: failed
# because: trained with the whole night at the end, which is too far to learn anything
# told: without a wait
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import SimpleRNN, Dense, Embedding

night = np.pad(diaries, [(0, 0), (0, 48)])
model = Sequential([
    Input(shape=(None,)),
    Embedding(3, 4),
    SimpleRNN(8),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(night, is_open, epochs=10, batch_size=32, verbose=0)
