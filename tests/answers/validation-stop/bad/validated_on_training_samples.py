# expect: failed
# because: the lowest loss on the training samples is that of the last epoch
# told: validate on all 400 samples
import keras

stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=8, restore_best_weights=True)
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_train, y_train), verbose=0, callbacks=[stop]
)
