# expect: passed
# because: the optimizer averages the weights
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input((3,)),
    Dense(6, activation="tanh", use_bias=False),
    Dense(4, activation="tanh", use_bias=False),
    Dense(1, activation="sigmoid", use_bias=False),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.05, 4695), use_ema=True), metrics=["accuracy"])
history = model.fit(data, labels, epochs=15, batch_size=32, verbose=0)
