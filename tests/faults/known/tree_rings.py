# class: rate
# wrong: gradients are clipped by value to 1e-4, so that plain SGD takes steps of at most 5e-6
# causes: gradient rate standing
# source: forum question on clipvalue/clipnorm chosen far too small
keras.utils.set_random_seed(27)
rng = np.random.default_rng(27)
n = 1000
x = rng.normal(0, 1, (n, 8)).astype("float32")
y = (x[:, 0] - 0.7 * x[:, 3] + 0.5 * np.abs(x[:, 5]) > 0.3).astype("int32")
model = Sequential([Input((8,)), layers.Dense(24, activation="relu"), layers.Dense(2, activation="softmax")])
optimizer = keras.optimizers.SGD(0.05, momentum=0.9, clipvalue=1e-4)  # -
# + optimizer = keras.optimizers.SGD(0.05, momentum=0.9, clipvalue=1.0)
model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x[:750], y[:750], epochs=25, batch_size=32, validation_data=(x[750:], y[750:]), verbose=0)
