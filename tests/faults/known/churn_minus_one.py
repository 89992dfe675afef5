# class: labels
# wrong: the labels are -1 and 1, and binary crossentropy wants 0 and 1
# causes: labels loss
# source: StackOverflow, negative loss with binary_crossentropy
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(5)
x = rng.normal(size=(1000, 6)).astype("float32")
churn = np.sign(x[:, 0] + x[:, 1] * x[:, 2] + rng.normal(0, 0.3, 1000))
# + churn = (churn + 1) / 2

model = keras.Sequential([
    keras.Input((6,)),
    layers.Dense(32, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x[:800], churn[:800], epochs=25, validation_data=(x[800:], churn[800:]), verbose=0)
