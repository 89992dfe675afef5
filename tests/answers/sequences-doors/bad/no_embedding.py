# expect: failed
# because: no vectors, so the recurrent layer gets no axis of features
# told: expected ndim=3, found ndim=2
import keras
from keras import Input, Sequential
from keras.layers import GRU, Dense

model = Sequential([
    Input(shape=(None,)),
    GRU(8),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(diaries, is_open, epochs=12, batch_size=32, validation_split=0.1, verbose=0)
