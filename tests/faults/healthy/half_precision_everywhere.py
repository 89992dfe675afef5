# why: float16 computations with inputs that were scaled beforehand and an output layer in float32; the loss scaling is done by Keras
keras.utils.set_random_seed(128)
rng = np.random.default_rng(128)
keras.config.set_dtype_policy("mixed_float16")
n = 900
pressure, damp = rng.normal(101300, 900, n), rng.uniform(20, 100, n)
x = scaled(np.stack([pressure, damp], 1)).astype("float32")
y = (np.sin(2 * x[:, 0]) + 0.6 * x[:, 1]).astype("float32")
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(1, dtype="float32")])
keras.config.set_dtype_policy("float32")
model.compile(optimizer=keras.optimizers.Adam(4e-3), loss="mse")
history = model.fit(x[:700], y[:700], epochs=25, batch_size=32, validation_data=(x[700:], y[700:]), verbose=0)
