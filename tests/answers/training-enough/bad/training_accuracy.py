# expect: failed
# because: the accuracy on the training samples gets there first
# told: not one epoch more
import keras


class Enough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.93:
            self.model.stop_training = True


model = fresh()
history = model.fit(
    x[:1000], y[:1000],
    epochs=60, batch_size=32, validation_data=(x[1000:], y[1000:]), verbose=0,
    callbacks=[Enough()],
)

asked = history.params["epochs"]
reached = np.array(history.history["val_accuracy"]) >= 0.93
late = len(reached) - 1 - int(reached.argmax())
