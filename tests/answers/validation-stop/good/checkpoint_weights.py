# expect: passed
# because: trains to the end, with the best weights in a file that is loaded afterwards
import keras
from keras.layers import Dense

keep = keras.callbacks.ModelCheckpoint(
    "best.weights.h5", monitor="val_loss", save_best_only=True, save_weights_only=True
)
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
    callbacks=[keep],
)
model.load_weights("best.weights.h5")

asked = history.params["epochs"]
best = min(history.history["val_loss"])
now = model.evaluate(x_val, y_val, verbose=0)[0]
behind = round(abs(now - best), 3)
