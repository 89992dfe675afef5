# expect: failed
# because: the second recurrent layer gets no sequence
# told: expected ndim=3, found ndim=2
import keras
from keras import Input, Sequential
from keras.layers import SimpleRNN, Dense, Embedding

model = Sequential([
    Input(shape=(None,)),
    Embedding(3, 4, mask_zero=True),
    SimpleRNN(8),
    SimpleRNN(4),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(diaries, is_open, epochs=10, batch_size=32, validation_split=0.1, verbose=0)
