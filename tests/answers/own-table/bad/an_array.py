# expect: failed
# because: a model of one array of numbers, as in other lessons
# told: raised an error
streams = table["stream"].astype(str)
held_names = np.random.default_rng(3).permutation(np.unique(streams))[:14]
held = np.isin(streams, held_names)

x = np.column_stack([table[n] for n in ("altitude", "width", "air")])
scale = Normalization()
scale.adapt(x)
model = keras.Sequential([Input((3,)), scale, Dense(16, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer="adam")
model.fit(x[~held], water[~held], epochs=5, verbose=0)
claimed = np.abs(model.predict(x[held], verbose=0)[:, 0] - water[held]).mean()
