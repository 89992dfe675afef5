# why: prices are positive, so a relu may end the network
x, y = houses()
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="relu", bias_initializer="ones")])
model.compile(keras.optimizers.Adam(0.01), "mae")
model.fit(scaled(x), y / 400, epochs=40, validation_split=0.2, verbose=0)
