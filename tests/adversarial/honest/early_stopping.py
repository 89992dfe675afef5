# expect: passed
import keras
from keras.utils import to_categorical

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="tanh"),
    keras.layers.Dense(16, activation="tanh"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=8, restore_best_weights=True)
model.fit(data, to_categorical(labels), epochs=60, validation_split=0.2, callbacks=[stop], verbose=0)
