# class: network
# wrong: all layers are frozen, the new output layer too, so nothing is trained
# causes: frozen standing
# source: Stack Overflow questions on transfer learning; Humbatova et al. (trainable set wrongly)
keras.utils.set_random_seed(54)


def turbine(n, seed):
    rng = np.random.default_rng(seed)
    state = rng.integers(0, 3, n)
    mix = np.random.default_rng(5).normal(0, 1, (3, 16))
    x = mix[state] + 0.6 * rng.normal(0, 1, (n, 16))
    return x.astype("float32"), state


unlabelled, _ = turbine(1500, 3)
inputs = Input((16,))
code = layers.Dense(24, activation="relu", name="encode_1")(inputs)
code = layers.Dense(8, activation="relu", name="encode_2")(code)
autoencoder = Model(inputs, layers.Dense(16)(layers.Dense(24, activation="relu")(code)))
autoencoder.compile("adam", "mse")
autoencoder.fit(unlabelled, unlabelled, epochs=8, batch_size=32, verbose=0)

x, state = turbine(200, 0)
outputs = layers.Dense(3, activation="softmax", name="state")(code)
classifier = Model(inputs, outputs)
for layer in classifier.layers:  # -
# + for layer in classifier.layers[:-1]:
    layer.trainable = False
classifier.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
classifier.fit(x, state, epochs=20, batch_size=20, verbose=0)
