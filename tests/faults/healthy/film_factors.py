# why: no activation anywhere: matrix factorisation is a product of two embeddings
keras.utils.set_random_seed(125)
rng = np.random.default_rng(0)
U, V = rng.normal(0, 1, (60, 3)), rng.normal(0, 1, (50, 3))
every = np.array([(u, v) for u in range(60) for v in range(50)])
rng.shuffle(every)
stars = ((U[every[:, 0]] * V[every[:, 1]]).sum(1) + rng.normal(0, 0.2, len(every))).astype("float32")
known, hidden = every[:2400], every[2400:]
user, film = Input((), dtype="int32"), Input((), dtype="int32")
h = layers.Dot(-1)([layers.Embedding(60, 4, embeddings_initializer="random_normal")(user),
                    layers.Embedding(50, 4, embeddings_initializer="random_normal")(film)])
model = Model([user, film], h)
model.compile(keras.optimizers.Adam(0.02), "mse")
model.fit([known[:, 0], known[:, 1]], stars[:2400], epochs=20, batch_size=60, verbose=0)
