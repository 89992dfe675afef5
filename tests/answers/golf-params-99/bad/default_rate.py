# expect: failed
# because: Adam's default rate with five epochs is not done
# told: larger steps at first
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(6, activation="tanh"),
    Dense(4, activation="tanh"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(data, labels, epochs=5, batch_size=32, validation_split=0.1, verbose=0)
