# why: sines for activations and wide first weights, which suits a curve with many turns
rng = np.random.default_rng(6)
x = np.linspace(-1, 1, 500, dtype="float32")[:, None]
y = np.sin(9 * x[:, 0]) + 0.5 * np.cos(23 * x[:, 0])
model = Sequential([
    Input((1,)),
    layers.Dense(64, activation=ops.sin, kernel_initializer=keras.initializers.RandomUniform(-25, 25)),
    layers.Dense(32, activation=ops.sin),
    layers.Dense(1),
])
model.compile(keras.optimizers.Adam(0.003), "mse")
model.fit(x, y, epochs=30, verbose=0)
