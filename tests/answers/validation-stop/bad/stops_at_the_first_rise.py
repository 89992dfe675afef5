# expect: failed
# because: a callback of its own stops at the first rise, and keeps what that epoch left
# told: Stopping is not the same as going back
import keras


class Stop(keras.callbacks.Callback):
    best = float("inf")

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_loss"] > self.best:
            self.model.stop_training = True
        self.best = min(self.best, logs["val_loss"])


model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0, callbacks=[Stop()]
)
