# why: labels -1 and 1 belong to a hinge
x, y = points()
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="tanh")])
model.compile(keras.optimizers.Adam(0.01), "hinge")
model.fit(x, 2 * y - 1, epochs=40, verbose=0)
