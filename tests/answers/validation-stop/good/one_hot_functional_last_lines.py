# expect: passed
# because: a functional network with one-hot labels, and the last lines of an older starter
import keras
from keras.layers import Dense, Flatten
from keras.utils import to_categorical

y_train, y_val = to_categorical(y_train, 10), to_categorical(y_val, 10)
inputs = keras.Input((8, 8, 1))
hidden = Dense(96, activation="relu")(Flatten()(inputs))
model = keras.Model(inputs, Dense(10, activation="softmax")(hidden))
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003), metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(patience=6, restore_best_weights=True)
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0, callbacks=[stop]
)

asked = history.params["epochs"]
best = min(history.history["val_loss"])
now = model.evaluate(x_val, y_val, verbose=0)[0]
behind = round(abs(now - best), 3)
