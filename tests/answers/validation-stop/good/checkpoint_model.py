# expect: passed
# because: the whole model of the best epoch is read from its file; functional API
import keras
from keras.layers import Dense, Flatten

inputs = keras.Input((8, 8, 1))
hidden = Dense(100, activation="relu")(Flatten()(inputs))
hidden = Dense(100, activation="relu")(hidden)
model = keras.Model(inputs, Dense(10, activation="softmax")(hidden))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003), metrics=["accuracy"])
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
    callbacks=[keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)],
)
model = keras.models.load_model("best.keras")

asked = history.params["epochs"]
best = min(history.history["val_loss"])
now = model.evaluate(x_val, y_val, verbose=0)[0]
behind = round(abs(now - best), 3)
