# expect: passed
# because: add() without any Input; a mask skips the steps where nothing happens
import keras
from keras.layers import Dense, Embedding, SimpleRNN

model = keras.Sequential()
model.add(Embedding(3, 4, mask_zero=True))
model.add(SimpleRNN(8))
model.add(Dense(1))
model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True), optimizer=keras.optimizers.Adam(0.01))
model.fit(diaries, is_open, epochs=10, verbose=0)
