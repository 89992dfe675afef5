# expect: passed
# because: the optimizer averages the weights
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=5000)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate, use_ema=True, ema_momentum=0.9), metrics=["accuracy"])
history = model.fit(data, labels, epochs=4, batch_size=8, verbose=0)
