# class: loss
# wrong: the squared error of the pressure in Pa is about a million times the other loss, so the shared layers learn nothing for the second head
# causes: loss scale
# source: StackOverflow questions on multi-output losses of very different size (loss_weights)
keras.utils.set_random_seed(17)
rng = np.random.default_rng(17)
n = 1400
x = rng.uniform(-1, 1, (n, 6)).astype("float32")
change = (900 * x[:, 0] + 500 * np.abs(x[:, 1]) + rng.normal(0, 30, n)).astype("float32")
storm = (x[:, 2] * x[:, 3] > 0).astype("float32")
inputs = Input((6,))
h = layers.Dense(24, activation="relu")(inputs)
h = layers.Dense(12, activation="relu")(h)
pressure_out = layers.Dense(1, name="pressure")(h)
storm_out = layers.Dense(1, activation="sigmoid", name="storm")(h)
model = Model(inputs, {"pressure": pressure_out, "storm": storm_out})
model.compile(
    optimizer=keras.optimizers.Adam(1e-2),
    loss={"pressure": "mse", "storm": "binary_crossentropy"},
    loss_weights={"pressure": 1.0, "storm": 1.0},  # -
    # + loss_weights={"pressure": 3e-6, "storm": 1.0},
    metrics={"storm": "accuracy"},
)
history = model.fit(x[:1100], {"pressure": change[:1100], "storm": storm[:1100]}, epochs=40, batch_size=32, verbose=0)
