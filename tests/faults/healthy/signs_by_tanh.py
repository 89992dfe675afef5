# why: labels -1 and 1 fit a tanh and the squared error
x, y = points()
model = Sequential([
    Input((2,)),
    layers.Dense(32, activation="tanh"),
    layers.Dense(32, activation="tanh"),
    layers.Dense(1, activation="tanh"),
])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x, y * 2.0 - 1, epochs=25, verbose=0)
