# expect: failed
# because: the best epoch was read off the curve
# told: The program should find the best epoch, not you
import keras
from keras.layers import Dense

model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=6, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)

asked = history.params["epochs"]
best = min(history.history["val_loss"])
now = model.evaluate(x_val, y_val, verbose=0)[0]
behind = round(abs(now - best), 3)
