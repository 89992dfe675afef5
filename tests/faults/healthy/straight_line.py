# why: one Dense is all that a straight line takes
rng = np.random.default_rng(0)
x = rng.normal(0, 1, (300, 3))
y = x @ [1.0, -2.0, 0.5] + 0.3 + rng.normal(0, 0.1, 300)
model = Sequential([Input((3,)), layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.05), "mse")
model.fit(x, y, epochs=20, verbose=0)
