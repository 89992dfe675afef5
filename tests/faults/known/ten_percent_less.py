# class: rate
# wrong: the schedule counts steps, not epochs, and takes a tenth off after every other batch
# causes: rate diverging jumping
# source: StackOverflow and Keras issues, decay_steps meant as epochs
rng = np.random.default_rng(34)
x = rng.uniform(-1, 1, (800, 4)).astype("float32")
y = (np.sin(3 * x[:, 0]) + x[:, 1] * x[:, 2] + rng.normal(0, 0.05, 800)).astype("float32")
model = Sequential([Input((4,)), layers.Dense(48, activation="relu"), layers.Dense(48, activation="relu"), layers.Dense(1)])
rate = keras.optimizers.schedules.ExponentialDecay(0.003, decay_steps=2, decay_rate=0.9)  # -
# + rate = keras.optimizers.schedules.ExponentialDecay(0.003, decay_steps=2 * 19, decay_rate=0.9)
model.compile(keras.optimizers.Adam(rate), "mse")
model.fit(x[:600], y[:600], batch_size=32, epochs=40, validation_data=(x[600:], y[600:]), verbose=0)
