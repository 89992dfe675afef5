# class: data
# wrong: signs that point to the left or to the right are mirrored at random, with the label left as it was
# causes: data
# source: Kaggle and course forums, flips of digits, arrows and traffic signs
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(9)
arrow = np.zeros((9, 9))
arrow[4, 1:8] = 1
for step in range(4):
    arrow[4 - step, 7 - step] = arrow[4 + step, 7 - step] = 1
right = rng.integers(0, 2, 900)
signs = rng.normal(0, 0.2, (900, 14, 14, 1)).astype("float32")
for sign, r in zip(signs, right):
    top, left = rng.integers(0, 6, 2)
    sign[top : top + 9, left : left + 9, 0] += arrow if r else arrow[:, ::-1]

model = keras.Sequential([
    keras.Input((14, 14, 1)),
    layers.RandomFlip("horizontal"),  # -
    # + layers.RandomFlip("vertical"),
    layers.Conv2D(12, 5, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(16, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
history = model.fit(signs[:700], right[:700], epochs=8, validation_data=(signs[700:], right[700:]), verbose=0)
