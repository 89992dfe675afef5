# expect: failed
# because: the weights of a network that trained for twelve epochs
# told: Par is 8 epochs
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.02, decay_steps=20000)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
model.fit(data, labels, epochs=12, batch_size=32, verbose=0)
other = model

model = Sequential([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=1250)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
model.set_weights(other.get_weights())
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(1e-5))
history = model.fit(data, labels, epochs=1, batch_size=32, verbose=0)
