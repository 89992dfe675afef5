# expect: failed
# because: a number of epochs that was found by looking
# told: The callback has to find the end, not you
import keras

model = fresh()
history = model.fit(
    x[:1000], y[:1000],
    epochs=15, batch_size=32, validation_data=(x[1000:], y[1000:]), verbose=0,
)

asked = history.params["epochs"]
reached = np.array(history.history["val_accuracy"]) >= 0.93
late = len(reached) - 1 - int(reached.argmax())
