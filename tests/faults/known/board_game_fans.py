# class: regularization
# wrong: the penalty of the embeddings is the sum over the whole table at every batch, and at 0.1 it presses all vectors to zero
# causes: regularizer underfitting plateau
# source: GitHub issue on embeddings_regularizer in Keras recommenders
keras.utils.set_random_seed(39)
rng = np.random.default_rng(39)
people, games = 120, 80
taste, kind = rng.normal(0, 1, (people, 3)), rng.normal(0, 1, (games, 3))
who, what = rng.integers(0, people, 6000), rng.integers(0, games, 6000)
stars = ((taste[who] * kind[what]).sum(1) + rng.normal(0, 0.3, 6000)).astype("float32")
penalty = 0.1  # -
# + penalty = 1e-6
user, item = Input((), dtype="int32"), Input((), dtype="int32")
u = layers.Embedding(people, 8, embeddings_regularizer=keras.regularizers.L2(penalty))(user)
v = layers.Embedding(games, 8, embeddings_regularizer=keras.regularizers.L2(penalty))(item)
model = Model([user, item], layers.Dot(axes=-1)([u, v]))
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="mse")
history = model.fit([who[:5000], what[:5000]], stars[:5000], epochs=12, batch_size=64, verbose=0)
