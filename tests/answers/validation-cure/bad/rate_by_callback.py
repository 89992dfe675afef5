# expect: failed
# because: a callback sets the learning rate to almost nothing after six epochs
# told: The learning rate falls during training
import keras


class Slow(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 6:
            self.model.optimizer.learning_rate = 1e-7


model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0, callbacks=[Slow()]
)
