# expect: failed
# because: a callback of its own keeps the best weights and puts them back
# told: a callback or a later line replaced them
import keras


class Back(keras.callbacks.Callback):
    best = float("inf")

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_loss"] < self.best:
            self.best, self.kept = logs["val_loss"], self.model.get_weights()

    def on_train_end(self, logs=None):
        self.model.set_weights(self.kept)


model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0, callbacks=[Back()]
)
