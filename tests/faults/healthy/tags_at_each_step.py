# why: each step of a series has a class of its own, so there are as many answers as steps
rng = np.random.default_rng(1)
x = rng.normal(size=(400, 15, 1)).astype("float32")
y = (np.cumsum(x[..., 0], axis=1) > 0).astype(int) + (np.cumsum(x[..., 0], axis=1) > 2)
model = Sequential([Input((15, 1)), layers.GRU(20, return_sequences=True), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:300], y[:300], epochs=20, validation_data=(x[300:], y[300:]), verbose=0)
