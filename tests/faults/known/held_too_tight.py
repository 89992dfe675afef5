# class: network
# wrong: the penalty on weights is 1, a hundred times or more what the fit can pay for
# causes: regularizer dropout overfitting
# source: Humbatova 2020 and StackOverflow, l2 far too strong
rng = np.random.default_rng(42)
x = rng.normal(0, 1, (700, 10)).astype("float32")
y = (x[:, 0] - x[:, 1] * 0.7 + np.tanh(x[:, 2] * 2) + rng.normal(0, 0.1, 700)).astype("float32")
l2 = keras.regularizers.L2(1.0)  # -
# + l2 = keras.regularizers.L2(1e-4)
model = Sequential([
    Input((10,)),
    layers.Dense(32, activation="relu", kernel_regularizer=l2),
    layers.Dense(32, activation="relu", kernel_regularizer=l2),
    layers.Dense(1, kernel_regularizer=l2),
])
model.compile(keras.optimizers.Adam(0.003), "mse", metrics=["mae"])
model.fit(x[:500], y[:500], epochs=40, validation_data=(x[500:], y[500:]), verbose=0)
