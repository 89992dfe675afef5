# class: data
# wrong: under mixed_float16 the normalization runs in float16, where pressures in Pa (above 65504) overflow
# causes: scale nan data
# source: TensorFlow mixed precision guide's warning on overflow; GitHub issues "NaN with mixed_float16"
keras.utils.set_random_seed(8)
rng = np.random.default_rng(8)
keras.config.set_dtype_policy("mixed_float16")
n = 1000
pressure = rng.normal(101300, 900, n)
warm = rng.normal(285, 8, n)
damp = rng.uniform(20, 100, n)
x = np.stack([pressure, warm, damp], 1).astype("float32")
chance = 1 / (1 + np.exp(0.003 * (pressure - 101300) - 0.06 * (damp - 60)))
rain = (chance > 0.5).astype("float32")
norm = layers.Normalization()  # -
# + norm = layers.Normalization(dtype="float32")
norm.adapt(x[:800])
inputs = Input((3,), dtype="float32")
h = norm(inputs)
h = layers.Dense(16, activation="relu")(h)
outputs = layers.Dense(1, activation="sigmoid", dtype="float32")(h)
model = Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x[:800], rain[:800], epochs=15, batch_size=32, validation_data=(x[800:], rain[800:]), verbose=0)
keras.config.set_dtype_policy("float32")
