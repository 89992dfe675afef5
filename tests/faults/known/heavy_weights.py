# class: regularization
# wrong: the penalty on weights outweighs the error, so that the weights are kept near 0
# causes: regularizer underfitting
# source: Humbatova 2020, wrong regularization; DeepFD
rng = np.random.default_rng(92)
soil = rng.normal(0, 1, (800, 5)).astype("float32")
crop = (np.tanh(2 * soil[:, 0]) + soil[:, 1] * soil[:, 2] * 0.5 - 0.4 * soil[:, 3] + rng.normal(0, 0.05, 800)).astype("float32")
l2 = keras.regularizers.L2(0.5)  # -
# + l2 = keras.regularizers.L2(1e-5)
inputs = Input((5,))
h = layers.Dense(48, activation="relu", kernel_regularizer=l2)(inputs)
h = layers.Dense(48, activation="relu", kernel_regularizer=l2)(h)
model = Model(inputs, layers.Dense(1, kernel_regularizer=l2)(h))
model.compile(keras.optimizers.Adam(0.005), "mse", metrics=["mae"])
model.fit(soil[:600], crop[:600], validation_data=(soil[600:], crop[600:]), epochs=30, batch_size=32, verbose=0)
