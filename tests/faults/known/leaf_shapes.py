# class: regularization
# wrong: an L2 factor of 0.5 on every layer presses all weights to zero
# causes: regularizer
# source: Forum questions on too strong regularisation; Humbatova et al. (regularisation)
keras.utils.set_random_seed(60)


def leaves(n, seed):
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 3, n)
    x = rng.normal(0, 1, (n, 10))
    x[:, :3] += 2 * np.eye(3)[kind]
    return x.astype("float32"), kind


x, kind = leaves(800, 0)
strength = 0.5  # -
# + strength = 1e-4
inputs = Input((10,))
h = layers.Dense(32, activation="relu", kernel_regularizer=keras.regularizers.L2(strength))(inputs)
h = layers.Dense(16, activation="relu", kernel_regularizer=keras.regularizers.L2(strength))(h)
outputs = layers.Dense(3, activation="softmax", kernel_regularizer=keras.regularizers.L2(strength))(h)
model = Model(inputs, outputs)
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, kind, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
