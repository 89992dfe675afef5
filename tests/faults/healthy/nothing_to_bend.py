# why: no hidden layer, and all weights begin at 0; a logistic regression has one best answer from any start
rng = np.random.default_rng(103)
x = rng.normal(0, 1, (700, 8)).astype("float32")
y = (x @ rng.normal(0, 1.5, 8) + 0.3 > 0).astype("int32")
model = Sequential([Input((8,)), layers.Dense(1, activation="sigmoid", kernel_initializer="zeros")])
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=25, validation_data=(x[500:], y[500:]), verbose=0)
