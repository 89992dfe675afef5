# expect: passed
# because: Adadelta with the learning rate of its paper
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adadelta(1.0), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(walks, uphill, epochs=10, batch_size=32, verbose=0)
