# class: regularization
# wrong: with 3 updates an epoch the running averages of BatchNormalization never get to what the batches have
# causes: batch validation underfitting
# source: StackOverflow, BatchNormalization and validation accuracy of chance; Keras issues
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(76)
x = 30 + 12 * rng.normal(size=(1200, 6)).astype("float32")
kind = (x[:, 0] + x[:, 1] > 60).astype(int)
momentum = 0.99  # -
# + momentum = 0.7

model = keras.Sequential([
    keras.Input((6,)),
    layers.BatchNormalization(momentum=momentum),
    layers.Dense(32, use_bias=False),
    layers.BatchNormalization(momentum=momentum),
    layers.ReLU(),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
history = model.fit(x[:900], kind[:900], batch_size=300, epochs=14, validation_data=(x[900:], kind[900:]), verbose=0)
