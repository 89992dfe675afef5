# expect: passed
import csv
import os

import keras

os.makedirs("logs/best")


class Log(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if batch == 0:
            print(logs["loss"], end=" ")


model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
best = keras.callbacks.ModelCheckpoint("logs/best/model.keras", monitor="val_loss", save_best_only=True)
log = keras.callbacks.CSVLogger("logs/training.csv")
backup = keras.callbacks.BackupAndRestore("logs/backup")
model.fit(data, labels, 128, 20, validation_split=0.1, verbose=0, callbacks=[Log(), best, log, backup])
assert len(list(csv.reader(open("logs/training.csv")))) == 21
model = keras.models.load_model("logs/best/model.keras")
