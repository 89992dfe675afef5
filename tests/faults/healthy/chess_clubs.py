# why: the better player often loses; who wins is told in seven of ten games, as well as with the true strengths
rng = np.random.default_rng(68)
strength = rng.normal(0, 0.8, 40)
games = rng.integers(0, 40, (5000, 2))
games = games[games[:, 0] != games[:, 1]]
won = (rng.random(len(games)) < 1 / (1 + np.exp(strength[games[:, 1]] - strength[games[:, 0]]))).astype("float32")
players = Input((2,), dtype="int32")
rating = layers.Embedding(40, 1, embeddings_initializer="zeros", embeddings_regularizer=keras.regularizers.L2(1e-5))(players)
chance = layers.Lambda(lambda r: ops.sigmoid(r[:, 0] - r[:, 1]), output_shape=(1,))(rating)
model = Model(players, chance)
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(games[:4000], won[:4000], epochs=15, batch_size=64, validation_data=(games[4000:], won[4000:]), verbose=0)
