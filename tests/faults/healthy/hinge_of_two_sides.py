# why: labels are -1 and 1, the output is a plain number, and the loss is the hinge, which wants just that
rng = np.random.default_rng(209)
berries = rng.normal(0, 1, (600, 4)).astype("float32")
ripe = np.where(berries[:, 0] + np.abs(berries[:, 1]) > 0.7, 1, -1)
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), loss="hinge")
model.fit(berries[:450], ripe[:450], validation_data=(berries[450:], ripe[450:]), epochs=15, batch_size=32, verbose=0)
right = np.mean(np.sign(model.predict(berries[450:], verbose=0)[:, 0]) == ripe[450:])
