# expect: failed
# because: the training loss falls to the end, so its best epoch is among the last
# told: do you watch val_loss
import keras
from keras.layers import Dense

model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="loss", patience=5, restore_best_weights=True)],
)

asked = history.params["epochs"]
best = min(history.history["val_loss"])
now = model.evaluate(x_val, y_val, verbose=0)[0]
behind = round(abs(now - best), 3)
