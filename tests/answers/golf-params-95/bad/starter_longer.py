# expect: failed
# because: the starter as it is, with patience: its 39 parameters are over par
# told: Par is 36
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(4, activation="tanh"),
    Dense(3, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(data, labels, epochs=60, batch_size=32, validation_split=0.1, verbose=0)
