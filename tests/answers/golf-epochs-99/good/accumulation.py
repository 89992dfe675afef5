# expect: passed
# because: the optimizer accumulates the gradients of two batches
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=4 * 2500)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate, gradient_accumulation_steps=2), metrics=["accuracy"])
history = model.fit(data, labels, epochs=4, batch_size=4, verbose=0)
