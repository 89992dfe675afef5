# class: loss
# wrong: a song can have several tags at once, and softmax lets them compete
# causes: activation loss
# source: StackOverflow, multi-label classification with softmax; course forums
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(33)
features = rng.normal(size=(1000, 10)).astype("float32")
tags = (features[:, :6] + 0.5 * rng.normal(size=(6,)) > -0.3).astype("float32")

model = keras.Sequential([
    keras.Input((10,)),
    layers.Dense(48, activation="relu"),
    layers.Dense(6, activation="softmax"),  # -
    # + layers.Dense(6, activation="sigmoid"),
])
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="categorical_crossentropy")  # -
# + model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy")
model.fit(features[:800], tags[:800], epochs=20, batch_size=32, verbose=0)

found = model.predict(features[800:], verbose=0) > 0.5
exact = (found == (tags[800:] > 0.5)).all(axis=1).mean()
recall = found[tags[800:] > 0.5].mean()
