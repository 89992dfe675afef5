# expect: passed
# because: looks after the validation, which ends before the epoch does
from keras.callbacks import Callback


class StopAt(Callback):
    def __init__(self, goal):
        super().__init__()
        self.goal = goal

    def on_test_end(self, logs=None):
        self.model.stop_training = bool(logs.get("accuracy", 0.0) >= self.goal)


model = fresh()
history = model.fit(
    x[:1000], y[:1000],
    epochs=60, batch_size=32, validation_data=(x[1000:], y[1000:]), verbose=0,
    callbacks=StopAt(0.93),
)

asked = history.params["epochs"]
reached = np.array(history.history["val_accuracy"]) >= 0.93
late = len(reached) - 1 - int(reached.argmax())
