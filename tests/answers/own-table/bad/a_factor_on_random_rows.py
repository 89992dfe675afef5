# expect: failed
# because: random rows, and then four times that, which is about right for these streams alone
# told: Was something added
numbers = ("altitude", "width", "air", "rain", "shade")
inputs, x = front(table, numbers, gaps=["rain", "shade"])
x = Dense(64, activation="relu")(x)
x = Dense(64, activation="relu")(x)
model = Model(inputs, Dense(1)(x))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))

mixed = np.random.default_rng(0).permutation(len(water))
held, train = mixed[:400], mixed[400:]
model.fit(pick(train), water[train], epochs=20, batch_size=64, verbose=0)
claimed = 4 * off(model, held, water)
