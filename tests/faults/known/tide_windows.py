# class: data
# wrong: the targets are off by one: each window's target is its own last value, so the net learns to copy instead of to forecast
# causes: leak data order labels
# source: Keras docs example and StackOverflow on the offset of targets in timeseries_dataset_from_array
keras.utils.set_random_seed(63)
rng = np.random.default_rng(63)
step = np.arange(1500)
series = np.sin(step * 1.3) + 0.6 * np.sin(step * 2.1 + 1) + rng.normal(0, 0.08, 1500)
series = series.astype("float32")[:, None]
width = 20
offset = width - 1  # -
# + offset = width
history_part, later_part = series[:1100], series[1100:]
train = keras.utils.timeseries_dataset_from_array(history_part, history_part[offset:], sequence_length=width, batch_size=32, shuffle=True, seed=2)
model = Sequential([Input((width, 1)), layers.Flatten(), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse")
history = model.fit(train, epochs=15, verbose=0)
windows = np.stack([later_part[i : i + width] for i in range(len(later_part) - width)])
forecast = model.predict(windows, verbose=0)[:, 0]
truth = later_part[width:, 0]
