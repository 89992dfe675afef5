# expect: failed
# because: Adam's default rate is too slow for so few epochs
# told: a rate that falls to 0
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(8, activation="tanh"),
    Dense(6, activation="tanh"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(data, labels, epochs=8, batch_size=32, validation_split=0.1, verbose=0)
