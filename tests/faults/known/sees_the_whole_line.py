# class: data
# wrong: attention over all places, without a causal mask, reads the next word, which it is to guess
# causes: leak data
# source: StackOverflow, language model with a perfect loss that writes nonsense
rng = np.random.default_rng(3)
table = rng.permutation(12)
lines = np.zeros((500, 11), int)
lines[:, 0] = rng.integers(0, 12, 500)
for at in range(1, 11):
    lines[:, at] = np.where(rng.random(500) < 0.5, table[lines[:, at - 1]], rng.integers(0, 12, 500))
before, after = lines[:, :-1], lines[:, 1:]


class Places(layers.Layer):
    def build(self, shape):
        self.table = self.add_weight(shape=(shape[1], shape[2]), initializer="uniform")

    def call(self, x):
        return x + self.table


words = Input((10,), dtype="int32")
h = Places()(layers.Embedding(12, 24)(words))
seen = layers.MultiHeadAttention(2, 12)(h, h)  # -
# + seen = layers.MultiHeadAttention(2, 12)(h, h, use_causal_mask=True)
h = layers.LayerNormalization()(h + seen)
h = layers.Dense(48, activation="relu")(h)
writer = Model(words, layers.Dense(12, activation="softmax")(h))
writer.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = writer.fit(before, after, epochs=25, batch_size=25, verbose=0)
so_far = np.zeros((500, 10), int)
so_far[:, :5] = lines[:, :5]
score = [history.history["accuracy"][-1], float(np.mean(writer.predict(so_far, verbose=0)[:, 4].argmax(-1) == lines[:, 5]))]
