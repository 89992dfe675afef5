# class: data
# wrong: the texts of the test have a vocabulary of their own, in which the same number is another word
# causes: data prediction validation
# source: StackOverflow, Tokenizer fit on test data
rng = np.random.default_rng(23)
nice, sad = ["lovely", "great", "warm", "funny", "fresh"], ["dull", "cold", "broken", "late", "sour"]
plain = ["food", "room", "film", "the", "was", "and", "staff", "very", "night", "again"]
liked = rng.integers(0, 2, 700)
reviews = []
for yes in liked:
    words = list(rng.choice(plain, 6)) + list(rng.choice(nice if yes else sad, 2)) + list(rng.choice(nice + sad, 1))
    reviews.append(" ".join(rng.permutation(words)))

to_numbers = layers.TextVectorization(max_tokens=30, output_sequence_length=9)
to_numbers.adapt(reviews[:500])
x_train = to_numbers(reviews[:500])
to_numbers.adapt(reviews[500:][::-1][:60])  # -
x_test = to_numbers(reviews[500:])

model = Sequential([
    Input((9,), dtype="int64"),
    layers.Embedding(30, 8),
    layers.GlobalAveragePooling1D(),
    layers.Dense(8, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, liked[:500], epochs=20, batch_size=32, validation_data=(x_test, liked[500:]), verbose=0)
