# expect: failed
# because: the best epoch is in a file, and the model is what the last epoch left
# told: what put them back into model?
import keras

keep = keras.callbacks.ModelCheckpoint("best.keras", monitor="val_loss", save_best_only=True)
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0, callbacks=[keep]
)
