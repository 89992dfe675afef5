# expect: failed
# because: two units in front drop what no later layer brings back
# told: Flat and below 0.9
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(2, activation="tanh"),
    Dense(4, activation="tanh"),
    Dense(3, activation="tanh"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.05), metrics=["accuracy"])
history = model.fit(data, labels, epochs=10, batch_size=32, validation_split=0.1, verbose=0)
