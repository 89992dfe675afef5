# class: rate
# wrong: plain SGD with 0.01 on targets in the thousands takes such huge first steps that the hidden units die and only a constant is left
# causes: rate scale diverging plateau
# source: StackOverflow: network predicts a constant after a too high rate on unscaled targets (AutoTrainer, DeepLocalize)
keras.utils.set_random_seed(62)
rng = np.random.default_rng(62)
n = 1000
x = rng.normal(0, 1, (n, 5)).astype("float32")
flow = (2400 + 700 * x[:, 0] + 500 * np.maximum(x[:, 1], 0) - 300 * x[:, 2] + rng.normal(0, 60, n)).astype("float32")
model = Sequential([Input((5,)), layers.Dense(32, activation="relu"), layers.Dense(16, activation="relu"), layers.Dense(1)])
optimizer = keras.optimizers.SGD(1e-2)  # -
# + optimizer = keras.optimizers.Adam(5e-2)
model.compile(optimizer=optimizer, loss="mse")
history = model.fit(x[:750], flow[:750], epochs=25, batch_size=32, validation_data=(x[750:], flow[750:]), verbose=0)
