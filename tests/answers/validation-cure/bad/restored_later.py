# expect: failed
# because: each epoch's weights are kept, and those of the sixth are loaded afterwards
# told: a callback or a later line replaced them
import keras

keep = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: model.save_weights(f"{epoch}.weights.h5"))
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0, callbacks=[keep]
)
model.load_weights("5.weights.h5")
