# class: data
# wrong: short texts are followed by many zeros, which the recurrent layer reads to the end, unmasked
# causes: data
# source: StackOverflow, Embedding mask_zero and LSTM
rng = np.random.default_rng(118)
n, longest = 500, 60
question = rng.integers(0, 2, n)
texts = np.zeros((n, longest), "int32")
for text, asks in zip(texts, question):
    length = rng.integers(4, 9)
    words = rng.integers(6, 30, length)
    words[:2] = [2, 3] if asks else [3, 2]  # the same two words, in another order
    text[:length] = words

model = Sequential([
    Input((longest,), dtype="int32"),
    layers.Embedding(30, 8),  # -
    # + layers.Embedding(30, 8, mask_zero=True),
    layers.LSTM(16),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(texts, question, validation_split=0.2, epochs=8, batch_size=40, verbose=0)
