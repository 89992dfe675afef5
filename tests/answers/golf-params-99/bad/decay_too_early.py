# expect: failed
# because: the rate is 0 after the first epoch, so the other fourteen do nothing
# told: larger steps at first
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(6, activation="tanh", use_bias=False),
    Dense(4, activation="tanh", use_bias=False),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.005, decay_steps=313)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
history = model.fit(data, labels, epochs=8, batch_size=32, verbose=0)
