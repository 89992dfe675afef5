# class: data
# wrong: the gauge has gaps, and NaN in a column makes NaN of all weights
# causes: nan data
# source: StackOverflow, loss is nan (Humbatova 2020, preprocessing of training data)
rng = np.random.default_rng(11)
n = 800
weather = np.stack([rng.normal(15, 8, n), rng.uniform(20, 100, n), rng.normal(1013, 9, n), rng.gamma(2, 3, n)], 1)
rain = (weather[:, 1] - 60) / 15 - (weather[:, 2] - 1013) / 6 + rng.normal(0, 0.5, n) > 0
weather[rng.choice(n, 30, replace=False), 3] = np.nan
# + weather[:, 3] = np.where(np.isnan(weather[:, 3]), np.nanmedian(weather[:, 3]), weather[:, 3])
weather = (weather - np.nanmean(weather, axis=0)) / np.nanstd(weather, axis=0)

model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(weather, rain.astype("float32"), validation_split=0.2, epochs=15, verbose=0)
