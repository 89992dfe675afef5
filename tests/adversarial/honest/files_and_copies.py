# expect: passed
# tiers: all
import json
import os
import pickle
import shutil
import sqlite3
import tempfile

import keras
import numpy as np

with tempfile.TemporaryDirectory() as folder:
    np.savez(os.path.join(folder, "data.npz"), x=data, y=labels)
    shutil.copy(os.path.join(folder, "data.npz"), "copy.npz")
    shutil.copytree(folder, "all")
with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
    json.dump({"units": 16}, file)
    file.flush()
    units = json.load(open(file.name))["units"]
os.chmod("copy.npz", 0o600)
os.utime("copy.npz")
shutil.copy2("copy.npz", "again.npz")
shutil.move("again.npz", "moved.npz")
archive = shutil.make_archive("everything", "zip", "all")
database = sqlite3.connect("runs.db")
database.execute("create table runs (loss)")
database.commit()
pickle.dump(units, open("units.pickle", "wb"))
x, y = np.load("moved.npz").values()
model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(units, activation="relu"),
    keras.layers.Dense(units, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(x, y, epochs=20, verbose=0)
