# expect: failed
# because: it learns XOR, in 12 epochs
# told: Par is 5 epochs
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(8, activation="tanh", use_bias=False),
    Dense(8, activation="tanh", use_bias=False),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=12 * 313)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
history = model.fit(data, labels, epochs=12, batch_size=32, verbose=0)
