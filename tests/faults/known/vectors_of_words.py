# class: data
# wrong: the words are looked up with capitals, none is found, and the frozen table of vectors stays 0
# causes: frozen data labels initial
# source: StackOverflow and Kaggle, GloVe matrix left at zeros in a frozen Embedding
rng = np.random.default_rng(12)
words = ["Nice", "Good", "Sweet", "Bad", "Sour", "Bitter", "Chair", "Table", "Walk", "Stone"]
vectors = {word.lower(): rng.normal(0, 1, 16).astype("float32") for word in words}
table = np.zeros((10, 16), "float32")
for i, word in enumerate(words):
    vector = vectors.get(word)  # -
    # + vector = vectors.get(word.lower())
    if vector is not None:
        table[i] = vector
y = rng.integers(0, 2, 700)
x = rng.integers(6, 10, (700, 6))
x[np.arange(700), rng.integers(0, 6, 700)] = rng.integers(0, 3, 700) + 3 * y
model = Sequential([
    Input((6,)),
    layers.Embedding(10, 16, embeddings_initializer=keras.initializers.Constant(table), trainable=False),
    layers.GlobalAveragePooling1D(),
    layers.Dense(16, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=20, validation_data=(x[500:], y[500:]), verbose=0)
