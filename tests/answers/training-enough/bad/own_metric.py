# expect: failed
# because: a metric of its own that says 1, by the name of accuracy
# told: Measured with Keras's own metric
import keras


def accuracy(y_true, y_pred):
    return keras.ops.ones(keras.ops.shape(y_pred)[0])


class Enough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["val_accuracy"] >= 0.93:
            self.model.stop_training = True


model = fresh()
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=[accuracy])
history = model.fit(
    x[:1000], y[:1000],
    epochs=60, batch_size=32, validation_data=(x[1000:], y[1000:]), verbose=0,
    callbacks=[Enough()],
)
