# class: data
# wrong: short sentences are filled up with zeros behind, and the LSTM reads all the zeros
# causes: data
# source: StackOverflow, LSTM does not learn with padded sequences; Keras guide on masking
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(2)
sentences = [rng.integers(1, 40, rng.integers(4, 9)) for _ in range(700)]
labels = np.array([int(sentence[0] > 20) for sentence in sentences])
x = keras.utils.pad_sequences(sentences, maxlen=90, padding="post")

model = keras.Sequential([
    keras.Input((90,)),
    layers.Embedding(40, 8),  # -
    # + layers.Embedding(40, 8, mask_zero=True),
    layers.LSTM(16),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
history = model.fit(x[:500], labels[:500], epochs=8, batch_size=50, validation_data=(x[500:], labels[500:]), verbose=0)
