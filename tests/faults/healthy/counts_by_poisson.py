# why: counts, an exponential at the end, and the loss for that
rng = np.random.default_rng(0)
x = rng.normal(0, 1, (500, 3)).astype("float32")
y = rng.poisson(np.exp(0.5 + 0.6 * x[:, 0]))
model = Sequential([Input((3,)), layers.Dense(16, activation="tanh"), layers.Dense(1, activation="exponential")])
model.compile(keras.optimizers.Adam(0.01), "poisson")
model.fit(x, y, epochs=20, verbose=0)
