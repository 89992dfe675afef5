# expect: failed
# because: an LSTM that is large enough to remember, and too large
# told: Is a thinking layer very wide
import keras
from keras.layers import LSTM, Dense

tokens = Input((15,))
x = LSTM(96, return_sequences=True)(placed(tokens))
model = Model(tokens, Dense(22, activation="softmax")(x))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.005))
model.fit(orders[:, :-1], orders[:, 1:], epochs=1, batch_size=64, verbose=0)
