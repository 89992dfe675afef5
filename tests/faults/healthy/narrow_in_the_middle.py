# why: an autoencoder through a single unit, for data that lie on a line
rng = np.random.default_rng(84)
place = rng.uniform(-1, 1, 500)
z = np.stack([place, -0.5 * place, 0.8 * place], 1).astype("float32")
model = Sequential([Input((3,)), layers.Dense(1, name="code"), layers.Dense(3)])
model.compile(keras.optimizers.Adam(0.02), "mse")
model.fit(z, z, epochs=25, verbose=0)
