# expect: passed
# because: with add, and trained in four goes with smaller and smaller steps
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential()
model.add(Input(shape=(3,)))
model.add(Dense(6, activation="tanh", use_bias=False))
model.add(Dense(5, activation="tanh", use_bias=False))
model.add(Dense(1, activation="sigmoid", use_bias=False))
for rate in (0.05, 0.02, 0.005, 0.001):
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
    history = model.fit(data, labels, epochs=6, batch_size=32, verbose=0)
