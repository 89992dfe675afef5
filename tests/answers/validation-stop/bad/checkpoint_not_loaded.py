# expect: failed
# because: the best epoch is in a file, and nobody reads it
# told: what put them into model again?
import keras
from keras.layers import Dense

model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
    callbacks=[keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)],
)

asked = history.params["epochs"]
best = min(history.history["val_loss"])
now = model.evaluate(x_val, y_val, verbose=0)[0]
behind = round(abs(now - best), 3)
