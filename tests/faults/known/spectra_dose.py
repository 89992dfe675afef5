# class: data
# wrong: every spectrum is divided by its own maximum, which removes the height that tells the concentration
# causes: data scale
# source: chemometrics forum question about row-wise normalization; "wrong preprocessing" in Humbatova et al.
keras.utils.set_random_seed(3)
rng = np.random.default_rng(3)
grid = np.linspace(0, 1, 60)
bands = np.exp(-((grid - 0.35) ** 2) / 0.004) + 0.6 * np.exp(-((grid - 0.7) ** 2) / 0.002)
dose = rng.uniform(0.3, 3, 900)
shift = rng.normal(0, 0.01, (900, 1))
spectra = dose[:, None] * (bands + shift) * (1 + rng.normal(0, 0.02, (900, 60)))
x_train, x_test = spectra[:700], spectra[700:]
y_train, y_test = dose[:700], dose[700:]
x_train = x_train / x_train.max(axis=1, keepdims=True)  # -
x_test = x_test / x_test.max(axis=1, keepdims=True)  # -
# + top = x_train.max()
# + x_train, x_test = x_train / top, x_test / top
model = Sequential([Input((60,)), layers.Dense(32, activation="relu"), layers.Dense(16, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(2e-3), loss="mse", metrics=["mae"])
history = model.fit(x_train, y_train, epochs=40, batch_size=32, validation_data=(x_test, y_test), verbose=0)
