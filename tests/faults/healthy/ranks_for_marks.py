# why: marks 1 to 5 are learnt as numbers, since they have an order
rng = np.random.default_rng(85)
x = rng.uniform(0, 1, (500, 3)).astype("float32")
mark = np.clip(np.rint(1 + 4 * x.mean(1) * 1.0), 1, 5)
model = Sequential([Input((3,)), layers.Dense(16, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mae")
model.fit(x, mark, epochs=40, verbose=0)
