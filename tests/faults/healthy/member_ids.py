# why: numbers into the thousands without scaling are right, they are ids for an embedding
keras.utils.set_random_seed(107)
rng = np.random.default_rng(0)
ids = rng.choice(np.arange(1000, 6000), 120, replace=False)
taste = rng.normal(0, 1, 120)


def ratings(n, seed):
    rng = np.random.default_rng(seed)
    k, film = rng.integers(0, 120, n), rng.normal(0, 1, n)
    stars = 3 + 0.8 * taste[k] * film + rng.normal(0, 0.2, n)
    return [ids[k].astype("int32"), film[:, None].astype("float32")], stars.astype("float32")


x, stars = ratings(3000, 1)
who, film = Input((), dtype="int32"), Input((1,))
taste_of = layers.Embedding(6000, 4)(who)
h = layers.Concatenate()([taste_of, film, layers.Multiply()([taste_of, film])])
model = Model([who, film], layers.Dense(1)(layers.Dense(16, activation="relu")(h)))
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x, stars, epochs=12, batch_size=64, verbose=0)
