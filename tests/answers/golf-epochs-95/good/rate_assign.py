# expect: passed
# because: a callback assigns the rate of each epoch
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input((3,)),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(8, activation="tanh", use_bias=False, kernel_initializer="he_uniform"),
    Dense(1, activation="sigmoid", use_bias=False),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.05), metrics=["accuracy"])


class Fall(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate.assign(0.05 * [1, 0.4, 0.1, 0.02][epoch])


history = model.fit(data, labels, epochs=4, batch_size=8, verbose=0, callbacks=[Fall()])
