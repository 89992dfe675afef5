# expect: failed
# because: a rate that is safe for the second weight is too small for the first
# told: an optimizer with a rate for each weight
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.SGD(0.0001), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(walks, uphill, epochs=10, batch_size=32, verbose=0)
