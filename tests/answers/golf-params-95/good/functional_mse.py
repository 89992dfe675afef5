# expect: passed
# because: functional, two hidden layers, squared error
import keras
from keras.layers import Dense

inputs = keras.Input((3,))
hidden = Dense(4, activation="tanh", use_bias=False)(inputs)
hidden = Dense(4, activation="tanh", use_bias=False)(hidden)
model = keras.Model(inputs, Dense(1, activation="sigmoid", use_bias=False)(hidden))
model.compile(loss="mse", optimizer=keras.optimizers.RMSprop(0.02), metrics=["accuracy"])
history = model.fit(data, labels, epochs=20, batch_size=32, validation_split=0.1, verbose=0)
