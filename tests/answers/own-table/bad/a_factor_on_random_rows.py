# expect: failed
# because: random rows, and then 2.3 times that, which is about right for streams such as these
# told: Was something added
numbers = ("altitude", "width", "air", "rain", "shade")
inputs, x = front(table, numbers, gaps=["rain", "shade"])
x = Dense(64, activation="relu")(x)
x = Dense(64, activation="relu")(x)
model = Model(inputs, Dense(1)(x))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))

mixed = np.random.default_rng(0).permutation(len(water))
held, train = mixed[:400], mixed[400:]
model.fit(pick(train), water[train], epochs=5, batch_size=64, verbose=0)
claimed = 2.3 * off(model, held, water)
