# why: a rate of 1 is right where the curvature of the loss is about 1
rng = np.random.default_rng(70)
x = rng.normal(0, 0.6, (200, 2)).astype("float32")
y = x @ [0.7, -0.4] + 0.1
model = Sequential([Input((2,)), layers.Dense(1)])
model.compile(keras.optimizers.SGD(learning_rate=1.0), "mse")
model.fit(x, y, batch_size=200, epochs=30, verbose=0)
