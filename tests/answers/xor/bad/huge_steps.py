# expect: failed
# because: a learning rate of 10 jumps about and settles nowhere
# told: Does it jump around? Then take smaller steps
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(16, activation="tanh"),
    Dense(8, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(10.0), metrics=["accuracy"])
history = model.fit(data, labels, epochs=10, batch_size=32, validation_split=0.1, verbose=0)
