# class: network
# wrong: both embedding tables start with zeros; the gradient of each is the other's vectors, so all stay zero for ever
# causes: initial gradient standing
# source: forum: symmetric zero initialization ("wrong weights initialization" in Humbatova et al., AutoTrainer)
keras.utils.set_random_seed(53)
rng = np.random.default_rng(53)
left, right = 60, 60
a, b = rng.normal(0, 1, (left, 2)), rng.normal(0, 1, (right, 2))
i, j = rng.integers(0, left, 5000), rng.integers(0, right, 5000)
goes = ((a[i] * b[j]).sum(1) > 0).astype("float32")
start = "zeros"  # -
# + start = "normal"
first, second = Input((), dtype="int32"), Input((), dtype="int32")
u = layers.Embedding(left, 6, embeddings_initializer=start)(first)
v = layers.Embedding(right, 6, embeddings_initializer=start)(second)
model = Model([first, second], layers.Activation("sigmoid")(layers.Dot(axes=-1)([u, v])))
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit([i[:4000], j[:4000]], goes[:4000], epochs=12, batch_size=64, verbose=0)
