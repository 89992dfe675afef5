# expect: passed
# tiers: all
import os
import pathlib

import keras

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(data, labels, epochs=20, verbose=0)
pathlib.Path("models").mkdir()
model.save("models/mine.keras")
model.save_weights("models/mine.weights.h5")
os.rename("models/mine.keras", "models/best.keras")
model = keras.models.load_model(os.path.abspath("models/best.keras"))
model.load_weights("models/mine.weights.h5")
print(model.evaluate(data, labels, verbose=0))
