# expect: passed
# because: validation_split, a function that trains, and the last lines of an older starter
from keras import callbacks


class UntilGood(callbacks.Callback):
    def on_epoch_end(self, epoch, logs):
        self.model.stop_training = logs["val_accuracy"] >= 0.93


def train(model):
    return model.fit(x, y, epochs=60, validation_split=0.2, verbose=0, callbacks=[UntilGood()])


model = fresh()
history = train(model)

asked = history.params["epochs"]
reached = np.array(history.history["val_accuracy"]) >= 0.93
late = len(reached) - 1 - int(reached.argmax())
