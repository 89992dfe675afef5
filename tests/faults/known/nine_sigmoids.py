# class: size
# wrong: through nine layers of sigmoids next to no gradient reaches the first ones
# causes: activation initial gradient
# source: StackOverflow, deep network of sigmoids; AUTOTRAINER, vanishing gradient
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(64)
centres = rng.normal(0, 1.2, (4, 12))
kind = rng.integers(0, 4, 1000)
x = centres[kind] + rng.normal(size=(1000, 12))

activation = "sigmoid"  # -
# + activation = "relu"
model = keras.Sequential([keras.Input((12,))])
for _ in range(9):
    model.add(layers.Dense(24, activation=activation))
model.add(layers.Dense(4, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x[:800], kind[:800], epochs=12, batch_size=32, validation_data=(x[800:], kind[800:]), verbose=0)
