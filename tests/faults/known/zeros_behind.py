# class: data
# wrong: short sentences are filled up with zeros behind, and the recurrent layer isn't told to skip them
# causes: data
# source: StackOverflow and Keras issues, LSTM on post-padded sequences without mask_zero
rng = np.random.default_rng(10)
x = np.zeros((700, 120), "int32")
y = rng.integers(0, 2, 700)
for row, label in zip(x, y):
    size = rng.integers(3, 7)
    row[:size] = rng.integers(10, 40, size)
    row[rng.integers(0, size)] = rng.integers(1, 5) + 5 * label
model = Sequential([
    Input((120,), dtype="int32"),
    layers.Embedding(40, 8),  # -
    # + layers.Embedding(40, 8, mask_zero=True),
    layers.SimpleRNN(16),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=10, validation_data=(x[500:], y[500:]), verbose=0)
