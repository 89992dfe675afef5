# class: data
# wrong: the vocabulary is in small letters and the reviews aren't, so every word is unknown
# causes: data
# source: Humbatova 2020, missing preprocessing
rng = np.random.default_rng(10)
words = np.array(["dull", "slow", "weak", "film", "plot", "actor", "fine", "great", "witty"])
number = rng.integers(0, 9, (700, 6))
good = (np.where(number > 5, 1, np.where(number < 3, -1, 0)).sum(1) > 0).astype("float32")
reviews = np.char.capitalize(words[number])

lookup = layers.StringLookup(vocabulary=words)
train = tf.data.Dataset.from_tensor_slices((reviews[:500], good[:500]))
train = train.map(lambda text, label: (lookup(text), label))  # -
# + train = train.map(lambda text, label: (lookup(tf.strings.lower(text)), label))
train = train.shuffle(500).batch(32)

model = Sequential([
    Input((6,), dtype="int64"),
    layers.Embedding(10, 4),
    layers.GlobalAveragePooling1D(),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.03), "binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=15, verbose=0)
