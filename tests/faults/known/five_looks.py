# class: loop
# wrong: one batch of all rows and five epochs make five updates
# causes: batch underfitting
# source: course forums, batch_size=len(x); DeepFD, epochs and batch size
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(80)
x = rng.normal(size=(1500, 7)).astype("float32")
late = (x[:, 0] * x[:, 1] + x[:, 2] > 0).astype("float32")

model = keras.Sequential([
    keras.Input((7,)),
    layers.Dense(32, activation="relu"),
    layers.Dense(32, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
batch = 1200  # -
epochs = 5  # -
# + batch = 32
# + epochs = 20
history = model.fit(x[:1200], late[:1200], batch_size=batch, epochs=epochs, validation_data=(x[1200:], late[1200:]), verbose=0)
