# expect: passed
# because: both directions, masked, functional, squared error, with the labels as a column
import keras
from keras.layers import SimpleRNN, Bidirectional, Dense, Embedding

steps = keras.Input((None,))
states = Bidirectional(SimpleRNN(4))(Embedding(3, 4, mask_zero=True)(steps))
model = keras.Model(steps, Dense(1, activation="sigmoid")(states))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
model.fit(diaries, is_open.reshape(-1, 1), epochs=10, verbose=0)
