# expect: failed
# because: one epoch, and in a callback of it another fit of fifty
# told: epochs of all fits
import keras
from keras import Input, Sequential
from keras.layers import Dense


class More(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        super(Sequential, model).fit(walks, uphill, epochs=50, verbose=0)


model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(walks, uphill, epochs=1, callbacks=[More()], verbose=0)
