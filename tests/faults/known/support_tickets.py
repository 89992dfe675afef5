# class: prediction
# wrong: the new texts are numbered with a vocabulary of their own, not with the one of the training
# causes: prediction data
# source: Stack Overflow questions on Tokenizer/TextVectorization fitted again for new texts
keras.utils.set_random_seed(5)
WORDS = {
    0: "invoice refund payment charge card bill price".split(),
    1: "crash error freeze bug screen login update".split(),
    2: "parcel delivery late courier address box lost".split(),
}
FILL = "please help my the a is with since today hello again still".split()


def tickets(n, seed, shares):
    rng = np.random.default_rng(seed)
    topic = rng.choice(3, n, p=shares)
    texts = [" ".join(rng.permutation(list(rng.choice(WORDS[t], 3)) + list(rng.choice(FILL, 5)))) for t in topic]
    return np.array(texts), topic


texts, topic = tickets(900, 0, [0.5, 0.3, 0.2])
vectorise = layers.TextVectorization(max_tokens=60, output_sequence_length=8)
vectorise.adapt(texts)

model = Sequential([
    Input((8,), dtype="int64"),
    layers.Embedding(60, 12, mask_zero=True),
    layers.GlobalAveragePooling1D(),
    layers.Dense(3, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.asarray(vectorise(texts)), topic, epochs=8, validation_split=0.2, verbose=0)

new_texts, new_topic = tickets(200, 1, [0.15, 0.25, 0.6])
encode = layers.TextVectorization(max_tokens=60, output_sequence_length=8)  # -
encode.adapt(new_texts)  # -
# + encode = vectorise
guess = model.predict(np.asarray(encode(new_texts)), verbose=0).argmax(1)
accuracy = (guess == new_topic).mean()
