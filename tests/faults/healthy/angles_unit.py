# why: tanh in the last layer of a regression is right: targets are sine and cosine of a direction, within -1 to 1
keras.utils.set_random_seed(113)
rng = np.random.default_rng(113)
n = 1100
flow = rng.normal(0, 1, (n, 2)).astype("float32")
x = np.concatenate([flow, rng.normal(0, 1, (n, 3)).astype("float32")], 1)
direction = np.arctan2(flow[:, 1], flow[:, 0])
y = np.stack([np.sin(direction), np.cos(direction)], 1).astype("float32")
model = Sequential([Input((5,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(2, activation="tanh")])
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss="mse")
history = model.fit(x[:800], y[:800], epochs=25, batch_size=32, validation_data=(x[800:], y[800:]), verbose=0)
