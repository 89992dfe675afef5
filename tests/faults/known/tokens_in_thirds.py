# class: data
# wrong: numbers of words are scaled to 0 to 1 before the embedding, which cuts them to 0
# causes: data scale
# source: StackOverflow, normalizing the input of an Embedding
rng = np.random.default_rng(6)
vocabulary = 40
about_sport = rng.integers(0, 2, 600)
texts = rng.integers(10, vocabulary, (600, 12))
for text, sport in zip(texts, about_sport):
    text[rng.choice(12, 3, replace=False)] = rng.integers(0, 5, 3) + 5 * sport

texts = texts / vocabulary  # -
inputs = keras.Input((12,))
vectors = layers.Embedding(vocabulary, 8)(inputs)
state = layers.GRU(16)(vectors)
outputs = layers.Dense(1, activation="sigmoid")(state)
model = keras.Model(inputs, outputs)
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(texts, about_sport, epochs=12, batch_size=32, validation_split=0.25, verbose=0)
