# class: batch
# wrong: with one row a batch, batch normalization makes every value to its own mean, so nothing of the inputs gets through in training
# causes: batch standing
# source: StackOverflow: BatchNormalization with batch_size=1
keras.utils.set_random_seed(42)
rng = np.random.default_rng(42)
x = rng.normal(0, 1, (500, 5)).astype("float32")
y = (x[:, 0] + 0.7 * x[:, 1] - 0.5 * x[:, 2] ** 2 + rng.normal(0, 0.1, 500)).astype("float32")
model = Sequential([
    Input((5,)),
    layers.Dense(24),
    layers.BatchNormalization(momentum=0.9),
    layers.Activation("relu"),
    layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="mse")
rows_at_once = 1  # -
# + rows_at_once = 14
history = model.fit(x[:350], y[:350], epochs=7, batch_size=rows_at_once, validation_data=(x[350:], y[350:]), verbose=0)
