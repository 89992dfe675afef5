# expect: passed
# because: another optimizer with a rate for each weight, in a functional model
import keras
from keras.layers import Dense

inputs = keras.Input((2,))
model = keras.Model(inputs, Dense(1, activation="sigmoid")(inputs))
model.compile(optimizer=keras.optimizers.Adamax(0.05), loss=keras.losses.BinaryCrossentropy())
model.fit(walks, uphill.reshape(-1, 1), epochs=10, verbose=0)
