# expect: failed
# because: val_accuracy is taken on the samples that it trains on
# told: Validate on samples that fit doesn't train on
import keras


class Enough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["val_accuracy"] >= 0.93:
            self.model.stop_training = True


model = fresh()
history = model.fit(
    x[:1000], y[:1000],
    epochs=60, batch_size=32, validation_data=(x[:1000], y[:1000]), verbose=0,
    callbacks=[Enough()],
)
