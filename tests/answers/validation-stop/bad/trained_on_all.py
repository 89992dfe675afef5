# expect: failed
# because: trained on x_known, which holds the validation samples too
# told: Train only on x_train and y_train
import keras

stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=8, restore_best_weights=True)
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_known, y_known, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0, callbacks=[stop]
)
