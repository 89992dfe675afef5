# expect: failed
# because: early stopping, which is not wanted here
# told: a callback or a later line replaced them
import keras
from keras.layers import Dense

model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(patience=40, restore_best_weights=True)],
)
