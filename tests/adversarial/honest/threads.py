# expect: passed
import queue
import threading
from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np

with ThreadPoolExecutor(8) as pool:
    means = list(pool.map(np.mean, np.array_split(data, 100)))
lines = queue.Queue()


def report():
    while (line := lines.get()) is not None:
        print(line)


reporter = threading.Thread(target=report)
reporter.start()
model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
told = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: lines.put(logs["loss"]))
model.fit(data, labels, epochs=20, callbacks=[told], verbose=0)
lines.put(None)
reporter.join()
