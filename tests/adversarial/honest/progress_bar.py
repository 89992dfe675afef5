# expect: passed
import logging
import sys
import warnings

import keras

logging.basicConfig(stream=sys.stdout, level=logging.INFO)
warnings.warn("a warning is no failure")
print("on standard error", file=sys.stderr)
model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.summary()
model.fit(data, labels, epochs=20)
logging.info("done")
model.predict(data[:5])
