# why: whole numbers up to 200 are words, not measurements
rng = np.random.default_rng(0)
words = rng.integers(1, 200, (500, 12))
good = (words < 20).any(1).astype("float32")
model = Sequential([Input((12,), dtype="int32"), layers.Embedding(200, 8), layers.GlobalMaxPooling1D(), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(words, good, epochs=25, verbose=0)
