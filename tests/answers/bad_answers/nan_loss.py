# expect: failed
# because: the loss overflows to NaN
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(16, activation="relu"),
    Dense(16, activation="relu"),
    Dense(2),
])
model.compile(loss="mse", optimizer=keras.optimizers.SGD(1e6), metrics=["accuracy"])
history = model.fit(data, labels, epochs=3, batch_size=32, validation_split=0.1, verbose=0)
