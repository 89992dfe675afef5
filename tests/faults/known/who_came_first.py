# class: size
# wrong: attention without places sees the same words in any order, and the order is what is asked
# causes: size data plateau
# source: forums, transformer without positional encoding
rng = np.random.default_rng(23)
talk = rng.integers(3, 20, (800, 8))
where = np.stack([rng.permutation(8)[:2] for _ in range(800)])
talk[np.arange(800), where[:, 0]] = 1
talk[np.arange(800), where[:, 1]] = 2
first = (where[:, 0] < where[:, 1]).astype(int)


class Reader(keras.Model):
    def __init__(self, dim=24):
        super().__init__()
        self.words = layers.Embedding(20, dim)
        self.places = layers.Embedding(8, dim)
        self.attention = layers.MultiHeadAttention(2, dim)
        self.norm = layers.LayerNormalization()
        self.pool = layers.GlobalAveragePooling1D()
        self.hidden = layers.Dense(32, activation="relu")
        self.out = layers.Dense(1, activation="sigmoid")

    def call(self, ids):
        h = self.words(ids)
        # + h = h + self.places(ops.arange(8))
        h = self.norm(h + self.attention(h, h))
        return self.out(self.hidden(self.pool(h)))


reader = Reader()
reader.compile(keras.optimizers.Adam(0.003), "binary_crossentropy", metrics=["accuracy"])
reader.fit(talk[:600], first[:600], epochs=25, verbose=0)
score = reader.evaluate(talk[600:], first[600:], verbose=0)[1]
