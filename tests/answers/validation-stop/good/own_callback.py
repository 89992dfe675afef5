# expect: passed
# because: a callback that keeps a copy of the best weights itself
import keras
from keras.layers import Dense


class Best(keras.callbacks.Callback):
    lowest = float("inf")

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_loss"] < self.lowest:
            self.lowest = logs["val_loss"]
            self.weights = self.model.get_weights()

    def on_train_end(self, logs=None):
        self.model.set_weights(self.weights)


model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
    callbacks=[Best()],
)

asked = history.params["epochs"]
best = min(history.history["val_loss"])
now = model.evaluate(x_val, y_val, verbose=0)[0]
behind = round(abs(now - best), 3)
