# why: the hidden layer keeps the random weights that it began with, and only the output is trained, which is enough here
rng = np.random.default_rng(213)
x = rng.uniform(-1, 1, (700, 2)).astype("float32")
y = (np.sin(3 * x[:, 0]) * np.cos(2 * x[:, 1])).astype("float32")
model = Sequential([
    Input((2,)),
    layers.Dense(
        300,
        activation="tanh",
        kernel_initializer=keras.initializers.RandomNormal(stddev=2.0, seed=1),
        bias_initializer=keras.initializers.RandomUniform(-2, 2, seed=2),
        trainable=False,
    ),
    layers.Dense(1),
])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x[:550], y[:550], validation_data=(x[550:], y[550:]), epochs=20, batch_size=32, verbose=0)
