# why: inputs are the labels of an autoencoder, which is no leak
x, _ = pictures()
x = x.reshape(-1, 64) / 255
model = Sequential([Input((64,)), layers.Dense(16, activation="relu"), layers.Dense(64, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x, x, epochs=30, validation_split=0.2, verbose=0)
