# expect: failed
# because: one epoch, with 353 parameters
# told: at most 100 parameters
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(16, activation="tanh"),
    Dense(16, activation="tanh"),
    Dense(1, activation="sigmoid"),
])
rate = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=1250)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
history = model.fit(data, labels, epochs=1, batch_size=8, verbose=0)
