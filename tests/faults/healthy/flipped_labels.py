# why: a quarter of the labels were flipped by hasty annotators, so no accuracy is much above 0.75, nor a loss below 0.56
rng = np.random.default_rng(61)
x = rng.normal(0, 1, (4800, 4)).astype("float32")
clean = (x[:, 0] * x[:, 1] + x[:, 2] > 0).astype("int64")
y = np.where(rng.random(4800) < 0.25, 1 - clean, clean)
model = Sequential([Input((4,)), layers.Dense(24, activation="relu", kernel_regularizer=keras.regularizers.L2(1e-3)), layers.Dense(24, activation="relu", kernel_regularizer=keras.regularizers.L2(1e-3)), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:4000], y[:4000], batch_size=128, epochs=25, validation_data=(x[4000:], y[4000:]), verbose=0)
