# class: data
# wrong: the time of day goes into the network as seconds since 1970
# causes: scale data
# source: UMLAUT, missing normalisation
rng = np.random.default_rng(47)
hour = rng.uniform(0, 24, 600)
load = np.sin(hour / 24 * 2 * np.pi) + 0.05 * rng.normal(size=600)
when = (1_700_006_400 + 86400 * rng.integers(0, 20, 600) + 3600 * hour)[:, None]
# + when = (when % 86400) / 43200 - 1
model = Sequential([Input((1,)), layers.Dense(64, activation="relu"), layers.Dense(32, activation="relu")])
model.add(layers.Dense(1))
model.compile("adam", "mean_squared_error")
model.fit(when, load, epochs=40, verbose=0)
