# class: loss
# wrong: the root of a distance of 0 has an endless gradient, and some pairs are of the same picture
# causes: nan gradient loss loop
# source: Keras issues, siamese network with euclidean distance gives nan
rng = np.random.default_rng(60)
faces = rng.normal(0, 1, (40, 16)).astype("float32")
first = rng.integers(0, 40, 800)
same = rng.integers(0, 2, 800).astype("float32")
second = np.where(same == 1, first, (first + rng.integers(1, 40, 800)) % 40)
a = faces[first] + rng.normal(0, 0.3, (800, 16)).astype("float32")
b = faces[second] + rng.normal(0, 0.3, (800, 16)).astype("float32")
twins = np.flatnonzero(same == 1)[:40]
b[twins] = a[twins]  # the same photo twice

encoder = Sequential([Input((16,)), layers.Dense(32, activation="relu"), layers.Dense(8)])
left, right = Input((16,)), Input((16,))
squares = ops.sum(ops.square(encoder(left) - encoder(right)), axis=1, keepdims=True)
distance = ops.sqrt(squares)  # -
# + distance = ops.sqrt(ops.maximum(squares, 1e-6))
alike = layers.Dense(1, activation="sigmoid")(distance)
siamese = Model([left, right], alike)
siamese.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
siamese.fit([a, b], same, epochs=20, batch_size=40, verbose=0)
