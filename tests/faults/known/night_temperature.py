# class: rate
# wrong: the schedule multiplies the already lowered rate by 0.8**epoch again, so that the rate is next to nothing after a few epochs
# causes: rate plateau underfitting
# source: StackOverflow: LearningRateScheduler with the current rate as argument compounds
keras.utils.set_random_seed(26)
rng = np.random.default_rng(26)
n = 1200
x = rng.uniform(-1, 1, (n, 4)).astype("float32")
y = (np.sin(4 * x[:, 0]) + x[:, 1] * x[:, 2] * 2 + rng.normal(0, 0.1, n)).astype("float32")
model = Sequential([Input((4,)), layers.Dense(48, activation="relu"), layers.Dense(48, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(2e-3), loss="mse")
slower = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.8**epoch)  # -
# + slower = keras.callbacks.LearningRateScheduler(lambda epoch, rate: 2e-3 * 0.95**epoch)
history = model.fit(x[:900], y[:900], epochs=40, batch_size=32, callbacks=[slower], validation_data=(x[900:], y[900:]), verbose=0)
