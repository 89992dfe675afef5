# expect: failed
# because: it learns XOR, with 98 parameters
# told: You save with one sigmoid output
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(16, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.05), metrics=["accuracy"])
history = model.fit(data, labels, epochs=8, batch_size=32, validation_split=0.1, verbose=0)
