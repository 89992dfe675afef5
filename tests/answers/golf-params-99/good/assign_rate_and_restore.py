# expect: passed
# because: learning_rate.assign between fits, each of which goes back to its best epoch
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input((3,)),
    Dense(6, activation="tanh", use_bias=False),
    Dense(4, activation="tanh", use_bias=False),
    Dense(1, activation="sigmoid", use_bias=False),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.05), metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
for rate in (0.05, 0.02, 0.005, 0.001):
    model.optimizer.learning_rate.assign(rate)
    history = model.fit(data, labels, epochs=6, batch_size=32, validation_split=0.1, verbose=0, callbacks=[stop])
