# expect: failed
# because: the one-hot columns go through Normalization, where no row had an unknown bed
# told: go through Normalization
streams = table["stream"].astype(str)
held_names = np.random.default_rng(3).permutation(np.unique(streams))[:14]
held = np.isin(streams, held_names)

home = np.flatnonzero(~held)
numbers = ("altitude", "width", "air", "rain", "shade")
inputs, x = front(pick(home), numbers, ["rain", "shade"])
again = Normalization()
again.adapt(Model(inputs, x).predict(pick(home), verbose=0))
x = Dense(32, activation="relu")(again(x))
model = Model(inputs, Dense(1)(x))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
model.fit(pick(home), water[home], epochs=6, batch_size=64, verbose=0)
claimed = off(model, np.flatnonzero(held), water)
