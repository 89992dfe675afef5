# expect: failed
# because: a callback writes a good accuracy into logs, and stops after the first epoch
# told: val_accuracy of 0.93 or more
import keras


class Enough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["val_accuracy"] = 0.95
        self.model.stop_training = True


model = fresh()
history = model.fit(
    x[:1000], y[:1000],
    epochs=60, batch_size=32, validation_data=(x[1000:], y[1000:]), verbose=0,
    callbacks=[Enough()],
)
