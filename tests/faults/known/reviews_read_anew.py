# class: data
# wrong: the words of the test texts are numbered anew, so that the numbers mean other words
# causes: prediction scale validation data labels
# source: StackOverflow, a second Tokenizer fitted on the test texts
rng = np.random.default_rng(11)
good, bad = ["great", "fine", "lovely", "superb"], ["awful", "dull", "poor", "boring"]
plain = "the a film plot actor scene it was and this one had some music with end".split()
y = rng.integers(0, 2, 700)
texts = [list(rng.choice(plain, 7)) + list(rng.choice(good if label else bad, 2)) for label in y]
for text in texts:
    rng.shuffle(text)


def numbered(some):
    index = {}
    for text in some:
        for word in text:
            index.setdefault(word, len(index) + 1)
    return index


index = numbered(texts[:500])
x_train = np.array([[index[word] for word in text] for text in texts[:500]])
index = numbered(texts[500:])  # -
x_test = np.array([[index.get(word, 0) for word in text] for text in texts[500:]])
y_train, y_test = y[:500], y[500:]
model = Sequential([
    Input((9,)),
    layers.Embedding(30, 8),
    layers.GlobalAveragePooling1D(),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=12, verbose=0)
accuracy = model.evaluate(x_test, y_test, verbose=0)[1]
