# why: a rate of 0.3 and the whole of the data as one batch, which suit a linear model on standardised columns
rng = np.random.default_rng(101)
x = rng.normal(0, 1, (500, 5)).astype("float32")
y = (x @ np.array([1.0, -2.0, 0.5, 0.0, 3.0]) + rng.normal(0, 0.2, 500)).astype("float32")
model = Sequential([Input((5,)), layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.3), "mse")
model.fit(x[:400], y[:400], batch_size=400, epochs=40, validation_data=(x[400:], y[400:]), verbose=0)
