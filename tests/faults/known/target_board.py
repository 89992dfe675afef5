# class: size
# wrong: no hidden layer has an activation, so the whole network is a linear one
# causes: activation
# source: StackOverflow, network no better than linear regression; DeepFD, missing activation
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(60)
darts = rng.uniform(-1, 1, (1200, 2))
inner = ((darts**2).sum(axis=1) < 0.55).astype(int)

model = keras.Sequential([keras.Input((2,))])
for units in (64, 32, 16):
    model.add(layers.Dense(units))  # -
    # + model.add(layers.Dense(units, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
history = model.fit(darts[:1000], inner[:1000], epochs=25, validation_data=(darts[1000:], inner[1000:]), verbose=0)
