# expect: failed
# because: 4,000 batches before the first epoch, in a callback
# told: without copies of them
import keras
import numpy as np
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
    def on_train_begin(self, logs=None):
        for _ in range(4_000):
            rows = np.random.randint(0, 10_000, 32)
            self.model.train_on_batch(data[rows], labels[rows])


history = model.fit(data, labels, epochs=1, batch_size=32, verbose=0, callbacks=[More()])
