# expect: passed
# because: a function in a LambdaCallback, for a model that exists already
import keras


def look(epoch, logs):
    if logs["val_accuracy"] >= 0.93:
        model.stop_training = True


model = fresh()
history = model.fit(
    x[:1000], y[:1000],
    epochs=60, batch_size=32, validation_data=(x[1000:], y[1000:]), verbose=0,
    callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=look)],
)

asked = history.params["epochs"]
reached = np.array(history.history["val_accuracy"]) >= 0.93
late = len(reached) - 1 - int(reached.argmax())
