# expect: failed
# because: twelve epochs in a callback of the one that is shown
# told: Par is 5 epochs
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


class More(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        model.fit(data, labels, epochs=12, batch_size=32, verbose=0)


history = model.fit(data, labels, epochs=1, batch_size=32, verbose=0, callbacks=[More()])
