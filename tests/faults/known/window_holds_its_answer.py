# class: data
# wrong: the targets aren't moved on, so the value to be forecast is the first one in the window
# causes: leak labels
# source: Humbatova 2020, wrong selection of features
rng = np.random.default_rng(7)
t = np.arange(700)
series = (np.sin(0.31 * t) + 0.6 * np.sin(0.83 * t + 1) + rng.normal(0, 0.05, 700)).astype("float32")
window = 12
train = keras.utils.timeseries_dataset_from_array(series[:400], series[:400], sequence_length=window, batch_size=32, shuffle=True)  # -
# + train = keras.utils.timeseries_dataset_from_array(series[:400], series[window:400], sequence_length=window, batch_size=32, shuffle=True)

model = Sequential([Input((window,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.005), "mse")
model.fit(train, epochs=20, verbose=0)
