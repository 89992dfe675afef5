# class: data
# wrong: after the division the pictures are cast back to bytes, so all pixels are 0
# causes: data scale
# source: StackOverflow, accuracy of chance after scaling pictures; Humbatova 2020, wrong preprocessing
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
kind = rng.integers(0, 2, 1000)
images = rng.integers(0, 90, (1000, 14, 14)).astype("uint8")
for picture, k in zip(images, kind):
    at = rng.integers(2, 12)
    if k:
        picture[at, 1:13] = 220
    else:
        picture[1:13, at] = 220

images = (images / 255).astype("uint8")  # -
# + images = (images / 255).astype("float32")
images = images[..., np.newaxis]

model = keras.Sequential([
    keras.Input((14, 14, 1)),
    layers.Conv2D(8, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(16, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
history = model.fit(images[:800], kind[:800], epochs=6, validation_data=(images[800:], kind[800:]), verbose=0)
