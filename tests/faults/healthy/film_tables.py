# why: two embedding tables without any hidden layer or activation; a dot product plus offsets is the whole recommender
keras.utils.set_random_seed(121)
rng = np.random.default_rng(121)
people, films = 100, 60
taste, kind = rng.normal(0, 0.8, (people, 2)), rng.normal(0, 0.8, (films, 2))
lift = rng.normal(0, 0.7, films)
who, what = rng.integers(0, people, 6000), rng.integers(0, films, 6000)
stars = (3.3 + lift[what] + (taste[who] * kind[what]).sum(1) + rng.normal(0, 0.3, 6000)).astype("float32")
average = stars[:5000].mean()
user, item = Input((), dtype="int32"), Input((), dtype="int32")
dot = layers.Dot(axes=-1)([layers.Embedding(people, 6)(user), layers.Embedding(films, 6)(item)])
offset = layers.Flatten()(layers.Embedding(films, 1, embeddings_initializer="zeros")(item))
model = Model([user, item], layers.Add()([dot, offset]))
model.compile(optimizer=keras.optimizers.Adam(2e-2), loss="mse")
history = model.fit([who[:5000], what[:5000]], stars[:5000] - average, epochs=12, batch_size=128, verbose=0)
guess = model.predict([who[5000:], what[5000:]], verbose=0)[:, 0] + average
