# why: a wide layer drops 0.6 of its units, which costs it nothing; at first the rows that validate do much better
rng = np.random.default_rng(109)
centres = rng.normal(0, 1, (5, 12))
y = rng.integers(0, 5, 800)
x = (centres[y] + rng.normal(0, 0.7, (800, 12))).astype("float32")
model = Sequential([Input((12,)), layers.Dense(128, activation="relu"), layers.Dropout(0.6), layers.Dense(5, activation="softmax")])
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:600], y[:600], epochs=20, validation_data=(x[600:], y[600:]), verbose=0)
