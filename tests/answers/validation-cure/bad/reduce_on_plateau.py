# expect: failed
# because: ReduceLROnPlateau makes the steps ever smaller
# told: The learning rate falls during training
import keras

slow = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", patience=1, factor=0.03)
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0, callbacks=[slow]
)
