# expect: failed
# because: the callback of the lesson on training, as it stands there: it watches val_accuracy
# told: weights of the best epoch
import keras

keep = keras.callbacks.ModelCheckpoint("best.keras", monitor="val_accuracy", save_best_only=True)
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0, callbacks=[keep]
)
model = keras.models.load_model("best.keras")
