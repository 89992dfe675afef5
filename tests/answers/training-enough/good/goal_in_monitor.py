# expect: passed
# because: a subclass of EarlyStopping that looks at the value alone, and another network trained before
import keras


class Reached(keras.callbacks.EarlyStopping):
    def on_epoch_end(self, epoch, logs=None):
        if self.get_monitor_value(logs) >= self.baseline:
            self.stopped_epoch = epoch
            self.model.stop_training = True


before = fresh()
before.fit(x[:1000], y[:1000], epochs=2, validation_data=(x[1000:], y[1000:]), verbose=0)
model = fresh()
model.fit(
    x[:1000], y[:1000],
    epochs=60, batch_size=32, validation_data=(x[1000:], y[1000:]), verbose=0,
    callbacks=[Reached(monitor="val_accuracy", baseline=0.93)],
)
