# why: no shuffling before the split is right here: the model is for the future, so the last fifth in time is for validation
keras.utils.set_random_seed(109)
t = np.arange(1400)
load = np.sin(t / 24 * 6.283) + 0.4 * np.sin(t / 168 * 6.283) + np.random.default_rng(2).normal(0, 0.08, 1400)
load = load.astype("float32")
x = np.stack([load[i:i + 24] for i in range(len(load) - 24)])
y = load[24:]
cut = int(0.8 * len(x))
model = Sequential([Input((24,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.003), "mse")
model.fit(x[:cut], y[:cut], validation_data=(x[cut:], y[cut:]), epochs=20, batch_size=32, verbose=0)
