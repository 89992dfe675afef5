# expect: passed
# because: both directions, with the labels as a column
import keras
from keras.layers import GRU, Bidirectional, Dense, Embedding

steps = keras.Input((None,))
states = Bidirectional(GRU(4))(Embedding(3, 4)(steps))
model = keras.Model(steps, Dense(1, activation="sigmoid")(states))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
model.fit(diaries, is_open.reshape(-1, 1), epochs=15, verbose=0)
