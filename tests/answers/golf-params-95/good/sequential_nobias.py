# expect: passed
# because: four tanh units without biases, 16 parameters
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(4, activation="tanh", use_bias=False),
    Dense(1, activation="sigmoid", use_bias=False),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.05), metrics=["accuracy"])
history = model.fit(data, labels, epochs=10, batch_size=32, validation_split=0.1, verbose=0)
