# expect: failed
# because: a memory of eight units, trained for longer
# told: may it look at all steps
import keras
from keras.layers import LSTM, Dense

model = keras.Sequential([keras.Input((65, 8)), LSTM(6), Dense(4, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
model.fit(evenings, hooks, epochs=12, batch_size=64, verbose=0)
