# class: output
# wrong: an autoencoder of standardised data ends in relu, so that all that is negative is lost
# causes: activation scale
# source: Humbatova 2020, wrong API usage
rng = np.random.default_rng(0)
signal = rng.normal(size=(500, 3)) @ rng.normal(size=(3, 12))
signal = scaled(signal).astype("float32")
encoder_in = Input((12,))
code = layers.Dense(6, activation="tanh", name="code")(encoder_in)
decoded = layers.Dense(24, activation="relu")(code)
decoded = layers.Dense(12, activation="relu")(decoded)  # -
# + decoded = layers.Dense(12, activation="linear")(decoded)
autoencoder = Model(encoder_in, decoded)
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(signal, signal, epochs=60, batch_size=32, shuffle=True, verbose=0)
