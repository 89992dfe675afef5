# why: contrastive training of pairs with a shared encoder without activation at its end; the outputs are distances, not probabilities
keras.utils.set_random_seed(108)
rng = np.random.default_rng(108)
centres = rng.normal(0, 1, (8, 10))


def pairs(n):
    a, b = rng.integers(0, 8, n), rng.integers(0, 8, n)
    b = np.where(rng.uniform(size=n) < 0.5, a, b)
    take = lambda k: (centres[k] + rng.normal(0, 0.6, (n, 10))).astype("float32")
    return take(a), take(b), (a == b).astype("float32")


def contrastive(same, distance):
    return ops.mean(same * distance**2 + (1 - same) * ops.maximum(0.0, 1.0 - distance) ** 2)


encoder = Sequential([Input((10,)), layers.Dense(32, activation="relu"), layers.Dense(4)])
left, right = Input((10,)), Input((10,))
gap = layers.Lambda(lambda z: ops.sqrt(ops.sum((z[0] - z[1]) ** 2, axis=1, keepdims=True) + 1e-6))([encoder(left), encoder(right)])
model = Model([left, right], gap)
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss=contrastive)
a, b, same = pairs(1500)
a2, b2, same2 = pairs(400)
history = model.fit([a, b], same[:, None], epochs=20, batch_size=32, validation_data=([a2, b2], same2[:, None]), verbose=0)
