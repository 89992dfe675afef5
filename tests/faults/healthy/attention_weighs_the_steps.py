# why: a softmax over the steps is wanted: it says which of them to look at
rng = np.random.default_rng(4)
x = rng.normal(size=(600, 10, 2)).astype("float32")
y = x[np.arange(600), x[:, :, 0].argmax(1), 1]
steps = Input((10, 2))
h = layers.Dense(16, activation="tanh")(steps)
looks = layers.Softmax(axis=1)(layers.Dense(1)(h))
seen = layers.Lambda(lambda both: ops.sum(both[0] * both[1], axis=1))([looks, layers.Dense(8)(steps)])
model = Model(steps, layers.Dense(1)(seen))
model.compile(keras.optimizers.Adam(0.02), "mse")
model.fit(x[:400], y[:400], epochs=25, verbose=0)
