# class: output
# wrong: the error is in percent of the target, and on many days it is 0
# causes: loss
# source: StackOverflow, mean absolute percentage error of millions, with zeros among the targets
rng = np.random.default_rng(30)
x = rng.normal(0, 1, (700, 4)).astype("float32")
rain = np.maximum(0, 2 * x[:, 0] + x[:, 1] - 0.5 * x[:, 2] + rng.normal(0, 0.2, 700)).astype("float32")
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.005), loss="mape")  # -
# + model.compile(keras.optimizers.Adam(0.005), loss="mae")
model.fit(x[:500], rain[:500], epochs=30, validation_data=(x[500:], rain[500:]), verbose=0)
