# attack: a history object that no training has made
# exercise: random-data
# expect: failed
# stopped by: never trained
# needs: nothing
import keras

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(64), keras.layers.Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = keras.callbacks.History()
history.epoch = list(range(150))
history.history = {"accuracy": [0.9] * 150, "val_accuracy": [0.5] * 150}
model.history = history
