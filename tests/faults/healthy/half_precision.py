# why: the layers count in float16, with a loss that is scaled for it, and the last in float32
x, y = points(1000, 91)
half = keras.dtype_policies.DTypePolicy("mixed_float16")
model = Sequential([
    Input((2,)),
    layers.Dense(32, activation="relu", dtype=half),
    layers.Dense(32, activation="relu", dtype=half),
    layers.Dense(1, activation="sigmoid", dtype="float32"),
])
model.compile(keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam(0.01), initial_scale=2.0**10), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:800], y[:800], batch_size=40, epochs=25, validation_data=(x[800:], y[800:]), verbose=0)
