# class: time
# wrong: early stopping takes a falling val_auc as an improvement (mode="min"), so it stops after the first epochs and brings back the worst weights
# causes: stopping metric underfitting
# source: StackOverflow: EarlyStopping mode for AUC and other metrics that should grow
keras.utils.set_random_seed(28)
rng = np.random.default_rng(28)
n = 1600
x = rng.normal(0, 1, (n, 6)).astype("float32")
odds = 2.5 * np.sin(2 * x[:, 0]) + 2 * x[:, 1] * x[:, 2] - 1.5
y = (rng.uniform(size=n) < 1 / (1 + np.exp(-odds))).astype("float32")
model = Sequential([Input((6,)), layers.Dense(48, activation="relu"), layers.Dense(24, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(2e-3), loss="binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")])
mode = "min"  # -
# + mode = "max"
halt = keras.callbacks.EarlyStopping(monitor="val_auc", mode=mode, patience=4, restore_best_weights=True)
history = model.fit(x[:1000], y[:1000], epochs=30, batch_size=32, validation_data=(x[1000:1300], y[1000:1300]), callbacks=[halt], verbose=0)
