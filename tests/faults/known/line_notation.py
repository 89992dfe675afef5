# class: data
# wrong: TextVectorization's default standardization makes everything lower case and strips punctuation, so c and C, n and N and the signs become the same or vanish
# causes: data
# source: GitHub issue/forum questions about TextVectorization defaults on character data
keras.utils.set_random_seed(5)
rng = np.random.default_rng(5)
alphabet = np.array(list("CcNnOo=#"))
worth = np.array([0.9, -0.8, -0.6, 0.7, -0.9, 0.4, 0.6, -0.7])
codes = [rng.integers(0, 8, rng.integers(8, 25)) for _ in range(1200)]
strings = np.array(["".join(alphabet[c]) for c in codes])
solubility = np.array([worth[c].sum() for c in codes]) + rng.normal(0, 0.2, 1200)
vectorize = layers.TextVectorization(split="character", output_mode="count")  # -
# + vectorize = layers.TextVectorization(standardize=None, split="character", output_mode="count")
vectorize.adapt(strings[:1000])
x = np.asarray(vectorize(strings), dtype="float32")
model = Sequential([Input((x.shape[1],)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse", metrics=["mae"])
history = model.fit(x[:1000], solubility[:1000], epochs=40, batch_size=32, validation_data=(x[1000:], solubility[1000:]), verbose=0)
