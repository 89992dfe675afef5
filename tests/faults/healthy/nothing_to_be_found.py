# why: a coin has nothing to learn; stopped as soon as that shows, at the loss of guessing
rng = np.random.default_rng(73)
x, coin = rng.normal(size=(600, 4)).astype("float32"), rng.integers(0, 2, 600)
model = Sequential([Input((4,)), layers.Dense(4, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
model.fit(x, coin, validation_split=0.3, epochs=30, callbacks=[stop], verbose=0)
