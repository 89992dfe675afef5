# expect: failed
# because: fits that may take sixty epochs and are stopped after one each
# told: Train the model in one call of fit
import keras

model = fresh()
one = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: setattr(model, "stop_training", True))
while True:
    history = model.fit(
        x[:1000], y[:1000],
        epochs=60, batch_size=32, validation_data=(x[1000:], y[1000:]), verbose=0,
        callbacks=[one],
    )
    if history.history["val_accuracy"][0] >= 0.93:
        break
