# class: labels
# wrong: nine of ten places are padding with tag 0, and they count like words: the network says 0 everywhere
# causes: imbalance labels metric loss data
# source: StackOverflow, sequence tagging, accuracy of padded positions
rng = np.random.default_rng(12)
tokens = np.zeros((400, 40), "int32")
tags = np.zeros((400, 40), "int32")
for row, tagged in zip(tokens, tags):
    length = rng.integers(2, 6)
    row[:length] = rng.integers(1, 60, length)
    tagged[:length] = 1 + (row[:length] * 7 % 60) // 15
tagger = Sequential([
    Input((40,), dtype="int32"),
    layers.Embedding(60, 16),  # -
    # + layers.Embedding(60, 16, mask_zero=True),
    layers.LSTM(24, return_sequences=True),
    layers.Dense(5, activation="softmax"),
])
tagger.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
tagger.fit(tokens[:300], tags[:300], epochs=12, verbose=0)
right = tagger.predict(tokens[300:], verbose=0).argmax(-1) == tags[300:]
score = float(right[tokens[300:] > 0].mean())
