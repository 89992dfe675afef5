# class: time
# wrong: min_delta=0.05 is larger than the improvements of a loss that begins near 0.1, so early stopping sees no progress and ends the training
# causes: stopping scale underfitting
# source: StackOverflow: EarlyStopping stops too early (min_delta against the size of the loss)
keras.utils.set_random_seed(56)
rng = np.random.default_rng(56)
n = 1200
x = rng.uniform(-1, 1, (n, 5)).astype("float32")
moist = (0.5 + 0.25 * np.sin(4 * x[:, 0]) + 0.2 * x[:, 1] * x[:, 2] + rng.normal(0, 0.02, n)).astype("float32")
model = Sequential([Input((5,)), layers.Dense(48, activation="relu"), layers.Dense(48, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse")
smallest = 0.05  # -
# + smallest = 1e-5
halt = keras.callbacks.EarlyStopping(monitor="val_loss", min_delta=smallest, patience=5, restore_best_weights=True)
history = model.fit(x[:800], moist[:800], epochs=60, batch_size=32, validation_data=(x[800:1000], moist[800:1000]), callbacks=[halt], verbose=0)
