# class: prediction
# wrong: argmax over a single column of probabilities is always 0
# causes: prediction
# source: StackOverflow, argmax predicts only class 0
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(88)
x = rng.normal(size=(1000, 5)).astype("float32")
sick = (x[:, 0] - x[:, 1] + 0.5 * x[:, 2] > 0).astype(int)

model = keras.Sequential([keras.Input((5,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:800], sick[:800], epochs=12, verbose=0)

predicted = np.argmax(model.predict(x[800:], verbose=0), axis=1)  # -
# + predicted = (model.predict(x[800:], verbose=0)[:, 0] > 0.5).astype(int)
accuracy = np.mean(predicted == sick[800:])
