# class: output
# wrong: a sigmoid ends the decoder, and what it has to rebuild lies between -3 and 3
# causes: activation scale
# source: DeepFD, labels outside of the activation's range
rng = np.random.default_rng(3)
x = scaled(np.tanh(rng.normal(size=(600, 2)) @ rng.normal(size=(2, 10))) + rng.normal(0, 0.05, (600, 10)))

encoder = Sequential([Input((10,)), layers.Dense(16, activation="elu"), layers.Dense(2, name="code")])
decoder = Sequential([Input((2,)), layers.Dense(16, activation="elu"), layers.Dense(10, activation="sigmoid")])  # -
# + decoder = Sequential([Input((2,)), layers.Dense(16, activation="elu"), layers.Dense(10)])
autoencoder = Sequential([Input((10,)), encoder, decoder])
autoencoder.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="mean_squared_error")
autoencoder.fit(x, x, epochs=30, batch_size=32, validation_split=0.1, verbose=0)
