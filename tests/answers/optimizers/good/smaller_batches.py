# expect: passed
# because: smaller batches, squared error, exponential decay
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.1, 1250, 0.05)), loss="mse", metrics=["accuracy"])
history = model.fit(walks, uphill, epochs=10, batch_size=16, verbose=0)
