# class: size
# wrong: the branch of the photo is built and then left out: the form is joined with itself
# causes: data size
# source: StackOverflow, models of two inputs; Humbatova 2020, wrong network architecture
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(68)
n = 900
photos = rng.normal(0, 0.3, (n, 8, 8, 1)).astype("float32")
damaged = rng.integers(0, 2, n)
photos[damaged == 1, 2:6, 2:6] += 0.8
form = rng.normal(size=(n, 3)).astype("float32")
claim = (1.2 * form[:, 0] - 2.5 * damaged + 1.2).astype("float32")

photo_in = keras.Input((8, 8, 1), name="photo")
a = layers.Conv2D(6, 3, activation="relu")(photo_in)
a = layers.Flatten()(a)
a = layers.Dense(16, activation="relu")(a)
form_in = keras.Input((3,), name="form")
b = layers.Dense(16, activation="relu")(form_in)
joined = layers.Concatenate()([b, b])  # -
# + joined = layers.Concatenate()([a, b])
out = layers.Dense(1)(layers.Dense(16, activation="relu")(joined))
model = keras.Model({"photo": photo_in, "form": form_in}, out)
model.compile("adam", "mse", metrics=["mae"])
history = model.fit({"photo": photos, "form": form}, claim, epochs=15, validation_split=0.2, verbose=0)
