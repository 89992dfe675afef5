# why: a few measurements are wildly off, so the mean squared error is huge; Huber's loss goes past them to the true curve
rng = np.random.default_rng(73)
x = rng.uniform(-2, 2, (1200, 1)).astype("float32")
truth = np.sin(2 * x) + 0.5 * x
y = (truth + 0.3 * rng.standard_t(1.3, (1200, 1))).astype("float32")
model = Sequential([Input((1,)), layers.Dense(32, activation="tanh"), layers.Dense(32, activation="tanh"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.004, clipnorm=1.0), keras.losses.Huber(0.3), metrics=["mse"])
model.fit(x[:1000], y[:1000], batch_size=50, epochs=40, validation_data=(x[1000:], y[1000:]), verbose=0)
