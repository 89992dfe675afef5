# why: targets are the inputs one step on, and causal convolutions can't see them
rng = np.random.default_rng(5)
wave = np.sin(rng.uniform(0, 6.3, (300, 1)) + rng.uniform(0.4, 1.2, (300, 1)) * np.arange(25))[..., None]
model = Sequential([
    Input((24, 1)),
    layers.Conv1D(16, 3, padding="causal", dilation_rate=1, activation="relu"),
    layers.Conv1D(16, 3, padding="causal", dilation_rate=2, activation="relu"),
    layers.Dense(1),
])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(wave[:, :-1], wave[:, 1:], epochs=20, verbose=0)
