# why: a sequence in, its next value out
x, y = waves()
model = Sequential([Input((16, 1)), layers.GRU(12), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x, y, epochs=15, verbose=0)
