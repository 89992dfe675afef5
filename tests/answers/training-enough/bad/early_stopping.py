# expect: failed
# because: EarlyStopping waits until nothing improves
# told: went on after an epoch that was good enough
import keras

model = fresh()
history = model.fit(
    x[:1000], y[:1000],
    epochs=60, batch_size=32, validation_data=(x[1000:], y[1000:]), verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)],
)

asked = history.params["epochs"]
reached = np.array(history.history["val_accuracy"]) >= 0.93
late = len(reached) - 1 - int(reached.argmax())
