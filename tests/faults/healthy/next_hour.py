# why: a plain forecast with timeseries_dataset_from_array: windows end before the target, the split is by time, rows are unshuffled in validation
keras.utils.set_random_seed(131)
rng = np.random.default_rng(131)
hour = np.arange(1600)
series = np.sin(hour * 2 * np.pi / 24) + 0.5 * np.sin(hour * 2 * np.pi / 9.7) + rng.normal(0, 0.08, 1600)
series = series.astype("float32")[:, None]
width = 24


def windows(part, mix):
    return keras.utils.timeseries_dataset_from_array(part[:-width], part[width:], sequence_length=width, batch_size=32, shuffle=mix, seed=1)


train, later = windows(series[:1200], True), windows(series[1200:], False)
model = Sequential([Input((width, 1)), layers.GRU(16), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="mse")
history = model.fit(train, epochs=8, validation_data=later, verbose=0)
