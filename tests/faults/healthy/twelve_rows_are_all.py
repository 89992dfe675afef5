# why: twelve measurements on a line, and a network of two weights
c = np.array([-40, -20, -10, 0, 8, 15, 22, 30, 38, 50, 70, 100], "float32")
f = c * 1.8 + 32
model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.05), "mse")
model.fit(c / 100, f / 100, epochs=200, batch_size=12, verbose=0)
