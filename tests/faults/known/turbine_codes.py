# class: size
# wrong: the code of the autoencoder has one unit although the signals vary in four independent ways
# causes: size underfitting plateau
# source: forum questions on autoencoders that only give the average ("bottleneck too small"), Humbatova et al. "wrong size of layer"
keras.utils.set_random_seed(30)
rng = np.random.default_rng(30)
t = np.linspace(0, 1, 40)
basis = np.stack([np.sin(2 * np.pi * t), np.cos(4 * np.pi * t), np.sin(7 * np.pi * t), t - 0.5])
signals = (rng.normal(0, 1, (1200, 4)) @ basis + rng.normal(0, 0.05, (1200, 40))).astype("float32")
code = 1  # -
# + code = 6
inputs = Input((40,))
h = layers.Dense(32, activation="elu")(inputs)
h = layers.Dense(code)(h)
h = layers.Dense(32, activation="elu")(h)
outputs = layers.Dense(40)(h)
model = Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss="mse")
history = model.fit(signals[:900], signals[:900], epochs=30, batch_size=32, validation_data=(signals[900:], signals[900:]), verbose=0)
