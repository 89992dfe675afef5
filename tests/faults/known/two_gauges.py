# class: labels
# wrong: the two targets are handed over in the opposite order of the model's outputs
# causes: labels order data
# source: StackOverflow: order of y list in multi-output models
keras.utils.set_random_seed(10)
rng = np.random.default_rng(10)
n = 1000
x = rng.normal(0, 1, (n, 5)).astype("float32")
wind = np.tanh(x[:, 0] + x[:, 1]) + rng.normal(0, 0.05, n)
tide = x[:, 2] * x[:, 3] + rng.normal(0, 0.05, n)
inputs = Input((5,))
h = layers.Dense(48, activation="relu")(inputs)
h = layers.Dense(24, activation="relu")(h)
wind_out = layers.Dense(1, name="wind")(h)
tide_out = layers.Dense(1, name="tide")(h)
model = Model(inputs, [wind_out, tide_out])
model.compile(optimizer=keras.optimizers.Adam(4e-3), loss=["mse", "mse"])
targets = [tide[:800], wind[:800]]  # -
# + targets = [wind[:800], tide[:800]]
history = model.fit(x[:800], targets, epochs=35, batch_size=32, verbose=0)
wind_hat, tide_hat = model.predict(x[800:], verbose=0)
