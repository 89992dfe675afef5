# expect: failed
# because: an epoch that was found by looking, in a callback
# told: not one epoch more
import keras


class Enough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch == 14:
            self.model.stop_training = True


model = fresh()
history = model.fit(
    x[:1000], y[:1000],
    epochs=60, batch_size=32, validation_data=(x[1000:], y[1000:]), verbose=0,
    callbacks=[Enough()],
)

asked = 60
late = 0
