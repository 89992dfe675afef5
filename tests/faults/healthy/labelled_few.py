# why: the encoder is frozen on purpose: it was trained on many unlabelled rows before, only the head learns the few labels
keras.utils.set_random_seed(115)


def machine(n, seed):
    rng = np.random.default_rng(seed)
    state = rng.integers(0, 3, n)
    mix = np.random.default_rng(4).normal(0, 1, (3, 20))
    return (mix[state] + 0.7 * rng.normal(0, 1, (n, 20))).astype("float32"), state


inputs = Input((20,))
code = layers.Dense(4)(inputs)
autoencoder = Model(inputs, layers.Dense(20)(code))
autoencoder.compile(keras.optimizers.Adam(0.01), "mse")
many, _ = machine(2000, 0)
autoencoder.fit(many, many, epochs=6, batch_size=50, verbose=0)

encoder = Model(inputs, code)
encoder.trainable = False
few, state = machine(60, 1)
classifier = Sequential([Input((20,)), encoder, layers.Dense(3, activation="softmax")])
classifier.compile(keras.optimizers.Adam(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"])
classifier.fit(few, state, epochs=25, batch_size=20, verbose=0)
