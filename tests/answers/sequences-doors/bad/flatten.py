# expect: failed
# because: weights for 12 places
# told: could not predict the hidden samples
import keras
from keras import Input, Sequential
from keras.layers import Dense, Embedding, Flatten

model = Sequential([
    Input(shape=(12,)),
    Embedding(3, 4),
    Flatten(),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(diaries, is_open, epochs=12, batch_size=32, validation_split=0.1, verbose=0)
