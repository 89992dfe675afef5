# class: output
# wrong: the decoder ends in a sigmoid, and half of what it has to give back is below 0
# causes: activation scale labels
# source: StackOverflow, an autoencoder with a sigmoid on standardised data
rng = np.random.default_rng(29)
code = rng.normal(0, 1, (700, 3))
x = np.tanh(code @ rng.normal(0, 0.5, (3, 12))) + rng.normal(0, 0.05, (700, 12))
x = ((x - x.mean(axis=0)) / x.std(axis=0)).astype("float32")
inputs = Input((12,))
z = layers.Dense(32, activation="relu")(inputs)
z = layers.Dense(3)(z)
z = layers.Dense(32, activation="relu")(z)
z = layers.Dense(12, activation="sigmoid")(z)  # -
# + z = layers.Dense(12)(z)
model = Model(inputs, z)
model.compile(keras.optimizers.Adam(0.005), "mse")
model.fit(x[:500], x[:500], epochs=40, validation_data=(x[500:], x[500:]), verbose=0)
