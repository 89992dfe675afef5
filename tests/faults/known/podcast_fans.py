# class: size
# wrong: 200 listeners are hashed into 6 bins, so some 33 of them share one vector
# causes: size data underfitting
# source: forum question on hash collisions (layers.Hashing with too few bins)
keras.utils.set_random_seed(51)
rng = np.random.default_rng(51)
people, shows = 200, 40
taste, kind = rng.normal(0, 1, (people, 2)), rng.normal(0, 1, (shows, 2))
who, what = rng.integers(0, people, 7000), rng.integers(0, shows, 7000)
hours = ((taste[who] * kind[what]).sum(1) + rng.normal(0, 0.2, 7000)).astype("float32")
name = np.array([f"listener-{i}" for i in range(people)])
bins = 6  # -
# + bins = 4000
as_number = np.asarray(layers.Hashing(num_bins=bins)(name))[who]
user, item = Input((), dtype="int32"), Input((), dtype="int32")
u = layers.Embedding(bins, 6)(user)
v = layers.Embedding(shows, 6)(item)
model = Model([user, item], layers.Dot(axes=-1)([u, v]))
model.compile(optimizer=keras.optimizers.Adam(2e-2), loss="mse")
history = model.fit([as_number[:6000], what[:6000]], hours[:6000], epochs=12, batch_size=64, verbose=0)
