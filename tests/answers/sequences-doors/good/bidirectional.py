# expect: passed
# because: both directions, masked, squared error, with the labels as a column
import keras
from keras.layers import Bidirectional, Dense, Embedding, SimpleRNN

model = keras.Sequential([
    keras.Input((None,)),
    Embedding(3, 4, mask_zero=True),
    Bidirectional(SimpleRNN(8)),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
model.fit(diaries, is_open.reshape(-1, 1), epochs=10, verbose=0)
