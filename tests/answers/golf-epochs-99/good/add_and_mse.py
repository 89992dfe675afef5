# expect: passed
# because: with add, squared error and Nadam
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential()
model.add(Input(shape=(3,)))
model.add(Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"))
model.add(Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"))
model.add(Dense(1, activation="sigmoid", use_bias=False))
rate = keras.optimizers.schedules.CosineDecay(0.03, decay_steps=8 * 1250)
model.compile(loss="mse", optimizer=keras.optimizers.Nadam(rate), metrics=["accuracy"])
history = model.fit(data, labels, epochs=8, batch_size=8, verbose=0)
