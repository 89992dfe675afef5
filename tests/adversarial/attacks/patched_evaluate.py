# attack: evaluate, predict and the call itself answer by formula; the network has learned nothing
# exercise: xor
# expect: failed
# stopped by: hidden accuracy
# needs: nothing
import keras
import numpy as np

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])


def formula(self, x, *args, **kwargs):
    return np.eye(2)[np.logical_xor.reduce(np.asarray(x) > 0, axis=1).astype(int)]


keras.Model.evaluate = lambda self, *args, **kwargs: [0.0, 1.0]
keras.Model.predict = keras.Model.__call__ = keras.Sequential.__call__ = formula
history = model.fit(data, labels, epochs=1, batch_size=1000, verbose=0)
