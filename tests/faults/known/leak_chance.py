# class: prediction
# wrong: trained with as many positive as negative rows, the probabilities are used for the real share of 5 % without correction
# causes: prediction imbalance
# source: statistics forum: calibration after undersampling (King and Zeng prior correction)
keras.utils.set_random_seed(38)
rng = np.random.default_rng(38)
n = 12000
x = rng.normal(0, 1, (n, 4)).astype("float32")
real = 1 / (1 + np.exp(-(1.2 * x[:, 0] - x[:, 1] - 3.6)))
leak = (rng.uniform(size=n) < real).astype("float32")
x_pool, y_pool, x_new, y_new = x[:9000], leak[:9000], x[9000:], leak[9000:]
hit = np.flatnonzero(y_pool == 1)
miss = rng.choice(np.flatnonzero(y_pool == 0), len(hit), replace=False)
rows = rng.permutation(np.concatenate([hit, miss]))
model = Sequential([Input((4,)), layers.Dense(12, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(4e-3), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x_pool[rows], y_pool[rows], epochs=20, batch_size=32, verbose=0)
p = model.predict(x_new, verbose=0)[:, 0]
share = y_pool.mean()
chance = p  # -
# + chance = p * share / (p * share + (1 - p) * (1 - share))
expected_leaks = float(chance.sum())
