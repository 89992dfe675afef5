# why: a coin that is loaded a little: there is little to learn, and it stops as soon as that is learned
rng = np.random.default_rng(73)
x = rng.normal(size=(900, 4)).astype("float32")
coin = (rng.random(900) < 1 / (1 + np.exp(-1.2 * x[:, 0]))).astype(int)
model = Sequential([Input((4,)), layers.Dense(4, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
model.fit(x, coin, validation_split=0.3, epochs=40, callbacks=[stop], verbose=0)
