# expect: failed
# because: built and compiled, never fitted
# told: it was never trained
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(16, activation="tanh"),
    Dense(8, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
