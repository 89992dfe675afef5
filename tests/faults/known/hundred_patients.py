# class: regularization
# wrong: 100 rows, 60 columns, 80000 weights and 60 epochs: the rows are learned by heart
# causes: overfitting size
# source: course forums, validation loss rises; UMLAUT, overfitting
import keras
import numpy as np
from keras import layers, regularizers

rng = np.random.default_rng(74)
genes = rng.normal(size=(400, 60)).astype("float32")
ill = ((genes[:, 0] + genes[:, 1] + genes[:, 2] + rng.normal(0, 0.6, 400)) > 0).astype(int)
x, y = genes[:100], ill[:100]

model = keras.Sequential([
    keras.Input((60,)),
    layers.Dense(256, activation="relu"),  # -
    layers.Dense(256, activation="relu"),  # -
    layers.Dense(1, activation="sigmoid"),  # -
    # + layers.Dense(1, activation="sigmoid", kernel_regularizer=regularizers.l1(0.02)),
])
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=60, batch_size=25, validation_batch_size=300, validation_data=(genes[100:], ill[100:]), verbose=0)
