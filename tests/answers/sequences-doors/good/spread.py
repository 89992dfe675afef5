# expect: passed
# because: no mask; trained on diaries whose events are spread over 60 steps, so that it has to wait
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense, Embedding, SimpleRNN

keras.utils.set_random_seed(1)  # not every start is a lucky one
rng = np.random.default_rng(1)
waits = np.zeros((1000, 60), int)
for row, diary in zip(waits, diaries):
    row[np.sort(rng.permutation(60)[:12])] = diary

model = Sequential([
    Input(shape=(None,)),
    Embedding(3, 4),
    SimpleRNN(16),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(waits, is_open, epochs=10, batch_size=16, validation_split=0.1, verbose=0)
