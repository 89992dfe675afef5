# why: no hidden layer, no activation: the target is a plain sum of the inputs, which plain SGD finds in no time
rng = np.random.default_rng(201)
x = rng.normal(0, 1, (500, 6)).astype("float32")
y = x @ np.array([2, -1, 0.5, 0, 3, -2], "float32") + 0.7 + rng.normal(0, 0.1, 500)
model = Sequential([Input((6,)), layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.1), "mse")
model.fit(x[:400], y[:400], epochs=15, batch_size=50, validation_data=(x[400:], y[400:]), verbose=0)
